"""Rooms: what a community says now."""
