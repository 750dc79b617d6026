"""pitchday: pitch days that span cities, from the call for startups to the last one-to-one meeting."""
