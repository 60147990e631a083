"""Pages of spaces, topics and posts."""
