"""What can be done with mail."""
