"""Commands of facilitated sessions."""
