"""Tags of the library for pages of lower layers."""
