"""Communities and who belongs to them."""
