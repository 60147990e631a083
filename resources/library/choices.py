"""The words with which a resource is described, in the reader's language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a resource is."""

    GUIDE = "guide", _("Guide")
    CASE = "case", _("Case")
    PRACTICE = "practice", _("Good practice")
    TOOL = "tool", _("Tool or template")
    MINUTES = "minutes", pgettext_lazy("a record of a meeting", "Minutes")
    QUESTION = "question", _("Question and answer")
    LINK = "link", pgettext_lazy("a kind of resource", "Link")
    VIDEO = "video", _("Video link")


LINKED = frozenset({Kind.LINK, Kind.VIDEO})  # they point somewhere else


class Level(models.TextChoices):
    """At which level of government something was done."""

    LOCAL = "local", _("Local")
    REGIONAL = "regional", _("Regional")
    NATIONAL = "national", _("National")
    INTERNATIONAL = "international", _("International")


class Licence(models.TextChoices):
    """What others may do with a resource."""

    BY = "by", _("CC BY: share and adapt, naming the authors")
    BY_SA = "by-sa", _("CC BY-SA: the same, under the same licence")
    BY_NC = "by-nc", _("CC BY-NC: the same, not for profit")
    ZERO = "cc0", _("CC0: no conditions")
    RESERVED = "reserved", _("All rights reserved")
    IN_FILE = "file", _("As stated in the file")


class Adoption(models.TextChoices):
    """What a peer says of a good practice."""

    RELEVANT = "relevant", _("Relevant for us")
    TRYING = "trying", _("We try it")
    ADOPTED = "adopted", _("We adopted it")


class Role(models.TextChoices):
    """How somebody took part in a resource."""

    AUTHOR = "author", _("Author")
    CONTRIBUTOR = "contributor", _("Contributor")


class State(models.TextChoices):
    """Where a resource stands between its proposal and its readers."""

    DRAFT = "draft", pgettext_lazy("a resource", "Draft")
    WAITING = "waiting", _("Waits for the core group")
    CHANGES = "changes", _("Changes are asked for")
    PUBLISHED = "published", _("Published")
