"""Facilitated sessions: formats as data, steps, roles, clocks, minutes, follow-up."""
