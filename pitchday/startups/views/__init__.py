"""Pages by what they are about: the profile, its members, its decks."""
