"""What the text of a resource is made of: plain blocks, Markdown, and links that stay links."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks


class LinkBlock(blocks.StructBlock):
    """An address with words of its own."""

    address = blocks.URLBlock(label=_("Address"), max_length=500)
    words = blocks.CharBlock(label=_("What is found there"), max_length=200)

    class Meta:
        icon = "link"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    words = blocks.TextBlock(label=_("Words"), max_length=2000)
    source = blocks.CharBlock(label=_("Whose words"), max_length=200, required=False)

    class Meta:
        icon = "openquote"


class BodyBlock(blocks.StreamBlock):
    """The text; no HTML is ever stored."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=200, icon="title")
    text = blocks.TextBlock(
        label=_("Text"), max_length=32_000, icon="pilcrow", help_text=_("Markdown works.")
    )
    quote = QuoteBlock(label=_("Quotation"))
    link = LinkBlock(label=pgettext_lazy("a kind of resource", "Link"))
    video = LinkBlock(label=_("Video link"), icon="media")
