"""What is done with formats and sessions."""
