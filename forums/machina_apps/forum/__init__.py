"""machina's forum app with our model."""
