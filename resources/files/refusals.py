"""Why a file was not taken, in words for the person."""

from django.utils.translation import gettext as _


class FileRefused(Exception):  # noqa: N818 -- a refusal, worded for people
    """A file is too large, or not of a kind we take; the message says which and why."""

    status = 400


def not_what_it_says(name: str) -> FileRefused:
    """Build the refusal of a file whose inside does not fit its name."""
    return FileRefused(_("“%(name)s” is damaged, or not what its name says.") % {"name": name})
