"""Pages by audience: everybody, founders, organisers."""
