"""The organisers' pages about the programme."""
