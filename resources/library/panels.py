"""What the core group sees of a resource in Wagtail's editor."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Page

CREDIT_PANELS = [FieldPanel("person", read_only=True), FieldPanel("name"), FieldPanel("role")]

CONTENT_PANELS = [
    *Page.content_panels,
    FieldPanel("kind"),
    FieldPanel("summary"),
    FieldPanel("address"),
    FieldPanel("body"),
    MultiFieldPanel(
        [
            FieldPanel("what_was_done"),
            FieldPanel("setting"),
            FieldPanel("what_made_it_work"),
            FieldPanel("limits"),
            FieldPanel("evidence"),
        ],
        heading=_("Good practice"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("language"),
            FieldPanel("country"),
            FieldPanel("level"),
            FieldPanel("sector"),
            FieldPanel("theme"),
            FieldPanel("goal"),
            FieldPanel("tags"),
        ],
        heading=_("Context"),
    ),
    InlinePanel("credits", heading=_("Authors and contributors"), label=_("Name")),
    FieldPanel("licence"),
    FieldPanel("review_on"),
    FieldPanel("read_audience"),
]
