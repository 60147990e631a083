"""Minutes as text, made of what was contributed, each contribution once, under its step."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.facilitation.choices import Attribution, Kind
from communities.facilitation.formats import Step, said
from communities.facilitation.markdown import inside, line
from communities.facilitation.models import Contribution, Session
from communities.facilitation.running import is_shown

APART = {Kind.COMMITMENT, Kind.LEARNING}  # under headings of their own, at the end of their step
INDENT = "  "


def contributed(session: Session) -> list[Contribution]:
    """Return what was contributed and not withdrawn, in order, with its author and dots."""
    rows = Contribution.objects.filter(session=session, withdrawn_at__isnull=True)
    return list(rows.select_related("author").annotate(laid=Count("dots")).order_by("position"))


def shown_steps(session: Session) -> dict[str, Step]:
    """Return the steps whose contributions were shown to all, in order."""
    course = session.course
    steps = session.read().steps
    return {step.key: step for step in steps if is_shown(course, step, is_own=False)}


def hidden_steps(session: Session) -> set[str]:
    """Return the keys of the steps whose contributions were never shown."""
    return {step.key for step in session.read().steps} - shown_steps(session).keys()


def left_out(session: Session) -> int:
    """Count the contributions that were never shown to the group, and so are in no minutes."""
    rows = Contribution.objects.filter(session=session, withdrawn_at__isnull=True)
    return rows.filter(step__in=hidden_steps(session)).count()


def assembled(session: Session) -> str:
    """Return minutes in the community's language, naming people as far as the session does."""
    hidden = hidden_steps(session)
    rows = [row for row in contributed(session) if row.step not in hidden]
    with translation.override(session.community.language):
        parts = [*_head(session), *_contract(session, rows), *_steps(session, rows)]
    return "\n\n".join(parts) + "\n"


def _head(session: Session) -> list[str]:
    parts = [f"# {line(session.title)}"]
    moment = session.started_at or session.starts_at
    if moment is not None:
        day = date_format(moment.astimezone(ZoneInfo(session.time_zone)), "DATE_FORMAT")
        parts.append(_("**Date:** %(day)s") % {"day": day})
    if session.question.strip():
        parts.append(_("**Question:** %(words)s") % {"words": inside(session.question)})
    return parts


def _contract(session: Session, rows: Sequence[Contribution]) -> list[str]:
    """The contract comes first, under the name of its step: all that follows answers it.

    The last wording holds; earlier ones are told as such.
    """
    steps = shown_steps(session)
    parts = []
    for key, some in groupby((row for row in rows if row.kind == Kind.CONTRACT), _step_of):
        *earlier, last = some
        parts += [_heading(steps, key), inside(last.body)]
        parts += [_("Worded before: %(words)s") % {"words": inside(row.body)} for row in earlier]
    return parts


def _steps(session: Session, rows: Sequence[Contribution]) -> list[str]:
    steps = shown_steps(session)
    before = sorted({row.step for row in rows} - steps.keys())
    parts = []
    for key in (*before, *steps):
        some = [row for row in rows if row.step == key and row.kind != Kind.CONTRACT]
        if some:
            parts += [_heading(steps, key), *_step(session, some)]
    return parts


def _heading(steps: dict[str, Step], key: str) -> str:
    return f"## {line(said(steps[key].name) if key in steps else _('Before the session'))}"


def _step(session: Session, rows: Sequence[Contribution]) -> list[str]:
    parts = []
    talk = [row for row in rows if row.kind not in APART]
    clusters = dict.fromkeys(row.cluster for row in talk)
    for cluster in sorted(clusters, key=bool):  # what belongs to no group comes first
        parts += [f"### {line(cluster)}"] if cluster else []
        some = [row for row in talk if row.cluster == cluster]
        parts.append(_items(_said(session, row) for row in some))
    for kind, heading in ((Kind.COMMITMENT, _("Action plan")), (Kind.LEARNING, _("Learnings"))):
        some = [row for row in rows if row.kind == kind]
        if some:
            parts += [f"### {heading}", _items(_said(session, row) for row in some)]
    return parts


def _items(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _said(session: Session, row: Contribution) -> str:
    is_named = session.attribution == Attribution.NAMED
    labels = [line(str(row.author))] if is_named else []
    if row.kind not in APART:
        labels.append(row.get_kind_display() if labels else capfirst(row.get_kind_display()))
    dots = getattr(row, "laid", 0)
    if dots:
        labels.append(ngettext("%(count)d dot", "%(count)d dots", dots) % {"count": dots})
    words = inside(row.body, INDENT)
    if labels:
        words = _("**%(label)s:** %(words)s") % {"label": ", ".join(labels), "words": words}
    return "\n".join([words, *_promise(row)])


def _promise(row: Contribution) -> list[str]:
    """Say by when, and with whose help."""
    lines = []
    if row.kind == Kind.COMMITMENT and row.due_on is not None:
        lines.append(_("By when: %(day)s") % {"day": date_format(row.due_on, "DATE_FORMAT")})
    if row.kind == Kind.COMMITMENT and row.help_wanted:
        lines.append(_("Help wanted: %(help)s") % {"help": line(row.help_wanted)})
    return [INDENT + one for one in lines]


def _step_of(row: Contribution) -> str:
    return row.step
