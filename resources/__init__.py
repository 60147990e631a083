"""What a community keeps: resources, and the search over everything."""
