"""People and their rules."""
