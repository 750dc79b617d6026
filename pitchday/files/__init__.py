"""Stored files: named by their content, on disk or at any fsspec address."""
