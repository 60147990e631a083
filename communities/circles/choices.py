"""The policy's words as choices, in the reader's language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.policy import Audience, Circle


class AudienceChoice(models.IntegerChoices):
    """Who an audience takes in, from the widest to the narrowest."""

    PUBLIC = Audience.PUBLIC, _("Everybody")
    SIGNED_IN = Audience.SIGNED_IN, _("Everybody who is signed in")
    ORGANISATION = Audience.ORGANISATION, _("Members and host organisations")
    OUTER = Audience.OUTER, _("All members")
    INNER = Audience.INNER, _("Inner circle")
    CORE = Audience.CORE, _("Core group")


class CircleChoice(models.IntegerChoices):
    """The circles, from the outermost to the innermost."""

    OUTER = Circle.OUTER, _("Outer circle")
    INNER = Circle.INNER, _("Inner circle")
    CORE = Circle.CORE, _("Core group")
