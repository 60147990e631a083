"""What a community keeps: resources, good practices, and who adopted them."""
