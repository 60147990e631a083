"""Says in words what was wrong with an archive or a message."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forums.mail.parsing import NotAnArchiveError, Problem

PROBLEMS: dict[Problem, Promise] = {
    Problem.NO_HEADERS: _("It has no header: it is not a message."),
    Problem.NO_AUTHOR: _("It does not say who wrote it."),
    Problem.NO_TEXT: _("It is empty."),
    Problem.NO_DATE: _("It has no date, and no message before it has one."),
    Problem.TOO_NESTED: _("It has parts within parts within parts, too many to read."),
    Problem.UNREADABLE: _("It cannot be read."),
    Problem.DUPLICATE: _("It is the copy of an earlier message."),
    Problem.DATE_FROM_ENVELOPE: _("Its date was taken from the archive."),
    Problem.DATE_FROM_NEIGHBOUR: _("It has no date: that of the message before it was taken."),
    Problem.NEW_MESSAGE_ID: _("It had no identifier of its own and was given one."),
    Problem.UNKNOWN_ENCODING: _("Its alphabet had to be guessed; some letters may be wrong."),
    Problem.SHORTENED: _("It was too long and was shortened."),
    Problem.SUBJECT_ONLY: _("It has a subject and no text: the subject became the text."),
}

REFUSALS: dict[NotAnArchiveError.Reason, Promise] = {
    NotAnArchiveError.Reason.EMPTY: _("The file is empty."),
    NotAnArchiveError.Reason.COMPRESSED: _("The file is compressed. Unpack it first."),
    NotAnArchiveError.Reason.NO_ENVELOPE: _(
        "This is no mailing-list archive: an mbox file begins with a line such as"
        " “From ana@example.org Mon Mar 3 09:00:00 2008”."
    ),
}
