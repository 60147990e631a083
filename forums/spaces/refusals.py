"""Why something could not be written, in words for the person; what they wrote is kept."""


class Refused(Exception):  # noqa: N818 -- a refusal, worded for people
    """The message says what happened and what to do."""

    status = 409

    def __init__(self, words: str, status: int | None = None) -> None:
        super().__init__(words)
        self.status = status or self.status


class TooFast(Refused):
    """The person should wait a little."""

    status = 429
