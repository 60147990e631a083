"""Pages about formats and sessions."""
