"""machina's conversation app with our models."""
