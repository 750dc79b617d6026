"""Pages of signing in, of the account, and of the demo's door and mail."""

from pitchday.accounts.views import demo, door, settings, shelf

__all__ = ["demo", "door", "settings", "shelf"]
