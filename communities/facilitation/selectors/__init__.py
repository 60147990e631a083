"""Finding formats and sessions, as far as one may see them."""
