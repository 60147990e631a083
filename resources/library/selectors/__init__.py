"""Finding resources one may read, and what waits for a decision."""
