"""Invented names and phrases of the demo."""
