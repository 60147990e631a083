"""What cannot be done with a session, in words."""


class SessionRefused(Exception):  # noqa: N818 -- a refusal, worded for people
    """Something cannot be done with a session; the message says why and what to do."""
