"""Persons, organisations and accounts."""
