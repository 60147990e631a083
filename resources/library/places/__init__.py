"""What a resource is about, so that one country, sector or theme is one value however it is spelled."""
