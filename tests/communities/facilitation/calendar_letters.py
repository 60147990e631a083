"""Letters about sessions as tests look at them: who got which, and what is enclosed."""

from django.core import mail
from django.core.mail import EmailMultiAlternatives

from communities.facilitation.services.calendar_letters import attend_to_calendars
from tests.communities.facilitation.calendar_reading import Read, read
from tests.communities.facilitation.calendar_scenes import NOW

Letters = dict[str, EmailMultiAlternatives]


def sent() -> Letters:
    """Return the letters since the last look, by their reader."""
    letters = {letter.to[0].split("@")[0]: letter for letter in mail.outbox}
    assert len(letters) == len(mail.outbox)
    mail.outbox.clear()
    return letters


def attend() -> Letters:
    count = attend_to_calendars(NOW)
    letters = sent()
    assert count == len(letters)
    return letters


def enclosed(letter: EmailMultiAlternatives) -> list[tuple[str, str, str]]:
    """Return each part of a letter as it is sent: type, method, words."""
    parts = [part for part in letter.message().walk() if not part.is_multipart()]
    return [
        (
            part.get_content_type(),
            str(part.get_param("method") or ""),
            part.get_payload(decode=True).decode(),
        )
        for part in parts
    ]


def event(letter: EmailMultiAlternatives) -> Read:
    return read(letter.alternatives[0].content)[0]
