"""Finding rooms and messages that one may read."""
