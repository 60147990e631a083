"""Many files at once: what is in a folder or an archive, what a sheet says of it, what a text says of itself."""
