"""The words a session knows: who takes part as what, what is contributed, what may be kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What somebody is in one session; another session may see them in another role."""

    FACILITATOR = "facilitator", _("facilitator")
    CLIENT = "client", pgettext_lazy("role in a session", "client")
    CONSULTANT = "consultant", pgettext_lazy("role in a session", "consultant")
    PARTICIPANT = "participant", pgettext_lazy("role in a session", "participant")
    HOST = "host", pgettext_lazy("role in a session", "table host")
    NOTE_TAKER = "note-taker", _("note-taker")
    OBSERVER = "observer", pgettext_lazy("role in a session", "observer")


class Kind(models.TextChoices):
    """What a contribution is; each step of a format takes some kinds from some roles."""

    NEWS = "news", _("news since last time")
    SUBJECT = "subject", pgettext_lazy("contribution", "subject")
    STORY = "story", pgettext_lazy("contribution", "exposition")
    QUESTION = "question", pgettext_lazy("contribution", "question")
    ANSWER = "answer", pgettext_lazy("contribution", "answer")
    CONTRACT = "contract", pgettext_lazy("contribution", "contract")
    EXPERIENCE = "experience", pgettext_lazy("contribution", "experience")
    IMPRESSION = "impression", pgettext_lazy("contribution", "impression")
    IDEA = "idea", pgettext_lazy("contribution", "idea")
    SUGGESTION = "suggestion", pgettext_lazy("contribution", "suggestion")
    SUMMARY = "summary", pgettext_lazy("contribution", "what to keep")
    COMMITMENT = "commitment", pgettext_lazy("contribution", "commitment")
    LEARNING = "learning", pgettext_lazy("contribution", "learning")
    REGULATION = "regulation", pgettext_lazy("contribution", "how we worked")
    NOTE = "note", pgettext_lazy("contribution", "note")


class Nature(models.TextChoices):
    """What a subject is, as its client lives it."""

    PROBLEM = "problem", _("a problem")
    PROJECT = "project", _("a project")
    PREOCCUPATION = "preoccupation", _("a preoccupation")


class StageChoice(models.TextChoices):
    """``running.Stage`` in words."""

    PLANNED = "planned", pgettext_lazy("session", "planned")
    RUNNING = "running", pgettext_lazy("session", "under way")
    ENDED = "ended", pgettext_lazy("session", "ended")
    CANCELLED = "cancelled", pgettext_lazy("session", "cancelled")


class PaceChoice(models.TextChoices):
    """``running.Pace`` in words."""

    LIVE = "live", _("live: everybody at the same time, minute by minute")
    DAYS = "days", _("over days: each step stays open for some hours")


class Mode(models.TextChoices):
    """Where people meet."""

    ONLINE = "online", pgettext_lazy("mode of a session", "online")
    ON_SITE = "on-site", pgettext_lazy("mode of a session", "on site")
    HYBRID = "hybrid", pgettext_lazy("mode of a session", "on site and online")


class Answer(models.TextChoices):
    """What somebody answered to an invitation."""

    WAITING = "waiting", _("no answer yet")
    YES = "yes", pgettext_lazy("answer to an invitation", "comes")
    MAYBE = "maybe", pgettext_lazy("answer to an invitation", "perhaps")
    NO = "no", pgettext_lazy("answer to an invitation", "does not come")


class Availability(models.TextChoices):
    """Whether a possible date suits somebody."""

    YES = "yes", pgettext_lazy("possible date", "suits me")
    MAYBE = "maybe", pgettext_lazy("possible date", "if need be")
    NO = "no", pgettext_lazy("possible date", "does not suit me")


class Keeping(models.TextChoices):
    """What may be kept of a session, and who may read it; its client decides."""

    NOTHING = "nothing", _("nothing: all that was said is deleted")
    PARTICIPANTS = "participants", _("the participants may read it")
    INNER = "inner", _("the inner circle may read it")
    OUTER = "outer", _("all members may read it")
    ORGANISATION = "organisation", _("members and host organisations may read it")


class Attribution(models.TextChoices):
    """How minutes name people; what is not named is not stored either."""

    NAMED = "named", _("who said what")
    CHATHAM = "chatham", _("who was there, but not who said what")
    NAMELESS = "nameless", _("no names at all")


class Outcome(models.TextChoices):
    """How a commitment went."""

    DONE = "done", pgettext_lazy("commitment", "done")
    PARTLY = "partly", pgettext_lazy("commitment", "partly done")
    CHANGED = "changed", pgettext_lazy("commitment", "done otherwise")
    DROPPED = "dropped", pgettext_lazy("commitment", "let go")


class Worth(models.TextChoices):
    """To whom a cycle was worth something."""

    PERSON = "person", _("for me and my practice")
    GROUP = "group", _("for the group")
    ORGANISATION = "organisation", _("for my organisation")
    BEYOND = "beyond", pgettext_lazy("whom a cycle was worth something", "beyond")
