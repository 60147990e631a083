"""Pages about communities and who belongs to them."""
