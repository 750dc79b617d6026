"""Plain values in, bytes out. Nothing here knows a feature, a request or the time."""
