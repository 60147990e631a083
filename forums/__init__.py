"""What communities say."""
