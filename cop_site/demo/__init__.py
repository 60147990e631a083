"""The demo world, in our own words."""
