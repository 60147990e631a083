"""The one websocket: who is there, whether they may still be, and one frame to many at once."""
