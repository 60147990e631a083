"""Compares subjects without what mail programs and lists put in front of them."""

import re
from collections import Counter
from collections.abc import Iterable

_REPLY = r"re|aw|antw|antwort|rép|rep|sv|vs|rv|ref|odp|ynt|ang|bls"
_FORWARD = r"fwd?|tr|wg|i|enc|doorst|vl"
_MARK = re.compile(rf"(?:{_REPLY}|{_FORWARD})\s?(?:\[\d+\]|\(\d+\)|\^\d+)?\s?:\s*", re.IGNORECASE)
_REPLY_MARK = re.compile(rf"(?:{_REPLY})\s?(?:\[\d+\]|\(\d+\)|\^\d+)?\s?:", re.IGNORECASE)
_TAG = re.compile(r"\[([^\[\]]{1,60})\]\s*")
_FORWARDED = re.compile(r"\s*\((?:fwd|was:[^()]*)\)$", re.IGNORECASE)


def is_reply(subject: str) -> bool:
    """Whether a mail program marked this as an answer; a forward is none."""
    return _REPLY_MARK.match(_without_tag(subject)) is not None


def comparable(subject: str) -> str:
    """What two subjects of one conversation have in common; empty where there are no words."""
    plain = " ".join(subject.split())
    while True:
        shorter = _without_tag(_MARK.sub("", plain, count=1) if _MARK.match(plain) else plain)
        if shorter == plain:
            return _FORWARDED.sub("", plain).casefold().strip(" .")
        plain = shorter


def shown(subject: str, list_tag: str = "") -> str:
    """A subject as a topic's title: no reply marks, and not the tag that the list adds."""
    plain = subject.strip()
    while True:
        found = _TAG.match(plain)
        is_tag = found is not None and found[1].casefold() == list_tag and found.end() < len(plain)
        shorter = plain[found.end() :] if found and is_tag else plain
        if _REPLY_MARK.match(shorter):
            shorter = _MARK.sub("", shorter, count=1)
        if shorter == plain or not shorter.strip():
            return plain
        plain = shorter


def common_tag(subjects: Iterable[str]) -> str:
    """The "[tag]" that the list puts before a third of its subjects or more, if there is one."""
    tags: Counter[str] = Counter()
    total = 0
    for subject in subjects:
        total += 1
        tags.update(found.casefold() for found in _TAG.findall(subject[:120])[:1])
    if not tags:
        return ""
    tag, times = tags.most_common(1)[0]
    return tag if times >= max(2, total / 3) else ""


def _without_tag(subject: str) -> str:
    found = _TAG.match(subject)
    return subject[found.end() :] if found and found.end() < len(subject) else subject
