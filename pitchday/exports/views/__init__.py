"""Public pages, files and feeds."""
