"""Who takes part in a session as what, and what they contribute."""

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
