"""Applications that were collected elsewhere and are brought here from a spreadsheet."""
