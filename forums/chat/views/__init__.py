"""Pages and answers of the chat."""
