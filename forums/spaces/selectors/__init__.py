"""Finding spaces, topics and posts one may read."""
