"""How fast pitchday is beside the least that the same work can cost, measured in one interleaved run."""
