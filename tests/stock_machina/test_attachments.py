"""Defects 14 and 17: attached files."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.stock_machina.stage import (
    Attachment,
    Post,
    allow,
    client_of,
    forum,
    person,
    topic,
    topic_url,
)

pytestmark = pytest.mark.django_db


def test_defect_14_large_file_is_lost_after_a_preview() -> None:
    place, member = forum("Place"), person("member")
    allow(member, place, "can_read_forum", "can_reply_to_topics", "can_attach_file")
    address = f"{topic_url(topic(place, member, 'Subject'))}post/create/"
    client = client_of(member)
    reply = {
        "subject": "Re",
        "content": "see the file",
        "attachment-TOTAL_FORMS": 1,
        "attachment-INITIAL_FORMS": 0,
    }
    large = SimpleUploadedFile("large.bin", b"0" * 3_000_000)
    answer = client.post(address, {**reply, "preview": "1", "attachment-0-file": large})
    assert answer.status_code == 200
    with pytest.raises(AttributeError):
        client.post(address, reply)


def test_defect_17_files_keep_their_name_in_a_public_place() -> None:
    found = topic(forum("Place"), person("author"), "Subject")
    first = Attachment.objects.create(
        post=found.first_post, file=ContentFile(b"x", name="salaries.txt")
    )
    assert first.file.url == "/media/machina/attachments/salaries.txt"


def test_defect_17_files_open_without_right_to_read() -> None:
    place, outsider, author = forum("Place"), person("outsider"), person("author")
    allow(outsider, place, "can_download_file")
    found = topic(place, author, "Subject")
    held = Post.objects.create(
        topic=found, poster=author, subject="Re", content="x", approved=False
    )
    file = Attachment.objects.create(post=held, file=ContentFile(b"secret", name="日本 1.txt"))
    client = client_of(outsider)
    assert client.get(topic_url(found)).status_code == 403
    answer = client.get(f"/forum/attachment/{file.pk}/")
    assert (answer.status_code, answer.content) == (200, b"secret")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("=?utf-8?")  # no client reads this as a file name
