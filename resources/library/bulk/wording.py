"""Says in words what was wrong with an archive, a sheet, a row or a file."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from resources.library.bulk.entries import NotABundleError, Problem
from resources.library.bulk.sheets import Flaw, NotASheetError

PROBLEMS: dict[Problem, Promise] = {
    Problem.OUTSIDE: _("Its name leads out of the archive."),
    Problem.ENCRYPTED: _("It is locked with a password."),
    Problem.LINK: _("It is no file, but leads to another place."),
    Problem.NESTED: _("It is an archive of its own. Unpack it first."),
    Problem.KIND: _("It is not of a kind we take: images, PDF, office documents and text."),
    Problem.TOO_LARGE: _("It is larger than 10 MB."),
    Problem.EMPTY: _("It is empty."),
    Problem.PACKING: _("It is compressed in an unusual way."),
    Problem.UNREADABLE: _("It cannot be read."),
    Problem.UNKNOWN: _("It could not be taken in; the site's log says why."),
}

FLAWS: dict[Flaw, Promise] = {
    Flaw.KIND: _(
        "This is no kind of resource. The kinds are: guide, case, practice, tool, minutes, question."
    ),
    Flaw.ADDRESS: _("A link or a video is no file. Propose it from the Resources tab."),
    Flaw.LANGUAGE: _("This is no language of the site. The languages are: fr, en."),
    Flaw.TITLE: _("The title is longer than 200 characters."),
    Flaw.TAGS: _("There are more than eight tags, or one is longer than 60 characters."),
    Flaw.TWICE: _("The file is named a second time; the first line counts."),
    Flaw.ABSENT: _("There is no such file, or there are several of that name."),
}

REFUSALS: dict[NotABundleError.Reason, Promise] = {
    NotABundleError.Reason.EMPTY: _("There is no file in it."),
    NotABundleError.Reason.NO_ZIP: _("This is no zip archive, or it is damaged."),
    NotABundleError.Reason.TOO_MANY: _(
        "There are more than 1000 files in it. Hand them over in several archives."
    ),
    NotABundleError.Reason.TOO_MUCH: _(
        "It would unpack to more than 500 MB. Hand the files over in several archives."
    ),
}

SHEET_REFUSALS: dict[NotASheetError.Reason, Promise] = {
    NotASheetError.Reason.NO_FILE_COLUMN: _(
        "The first line of the sheet names the columns; one of them has to be “file”."
    ),
    NotASheetError.Reason.UNREADABLE: _("The sheet cannot be read as CSV."),
    NotASheetError.Reason.TOO_LONG: _("The sheet is too long: 5000 lines and 1 MB at the most."),
}
