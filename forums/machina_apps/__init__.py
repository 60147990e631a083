"""The packages machina's labels force upon us."""
