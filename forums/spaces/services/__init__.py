"""What can be done in spaces."""
