"""What other pages show of rooms."""
