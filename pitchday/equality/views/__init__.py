"""Pages of founders and of organisers."""
