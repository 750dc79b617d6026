"""The packages in their order: each may import only those above it.

The factory registers them from the first to the last; tests/test_imports.py reads every import and fails on one
that points up.
"""

FOUNDATION = (
    "errors",
    "clock",
    "db",
    "extensions",
    "history",
    "diary",
    "files",
    "jobs",
    "formats",
    "mail",
    "web",
)

FEATURES = (
    "accounts",
    "downloads",
    "places",
    "events",
    "investors",
    "startups",
    "applications",
    "equality",
    "progression",
    "schedule",
    "meetings",
    "agenda",
    "exports",
    "home",
    "demo",
)
