"""The words and file names in a message's parts."""

import pytest

from forums.mail.parsing import Problem
from forums.mail.parsing.html_text import html_to_text
from tests.forums.mail.letters import read_one

CUT = 'multipart/{}; boundary="cut"'


def part(content_type: str, body: str, **fields: str) -> str:
    head = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    return f"--cut\nContent-Type: {content_type}\n{head}\n{body}\n"


def test_alternatives_give_the_plain_text_once() -> None:
    body = part("text/html", "<p>rich</p>") + part("text/plain", "plain") + "--cut--"
    assert read_one(body, content_type=CUT.format("alternative")).body_markdown == "plain"


def test_alternatives_with_empty_plain_text_give_the_html() -> None:
    body = part("text/plain", "  \n") + part("text/html", "<p>rich</p>") + "--cut--"
    assert read_one(body, content_type=CUT.format("alternative")).body_markdown == "rich"


def test_mixed_parts_are_read_one_after_the_other() -> None:
    body = part("text/plain", "one") + part("text/plain", "two") + "--cut--"
    assert read_one(body, content_type=CUT.format("mixed")).body_markdown == "one\n\ntwo"


def test_attachments_are_named_and_left_out() -> None:
    body = (
        part("text/plain", "see files")
        + part("image/png", "AAAA", Content_Disposition='attachment; filename="../a/plan.png"')
        + part("text/plain", "data", Content_Disposition="attachment; filename=list.txt")
        + part("message/rfc822", "Subject: old letter\n\nold words")
        + part("application/pgp-signature", "sig")
        + "--cut--"
    )
    message = read_one(body, content_type=CUT.format("mixed"))
    assert message.body_markdown == "see files"
    assert [file.name for file in message.attachments] == ["plan.png", "list.txt", "old letter.eml"]


def test_message_of_files_only_is_kept() -> None:
    body = part("image/png", "AAAA", Content_Disposition="attachment; filename=a.png") + "--cut--"
    message = read_one(body, content_type=CUT.format("mixed"))
    assert (message.body_markdown, message.attachments[0].name) == ("", "a.png")


def test_files_inside_text_are_named() -> None:
    message = read_one(
        "The plan.\n-------------- next part --------------\nA non-text attachment was scrubbed...\n"
        "Name: plan.pdf\nType: application/pdf\nSize: 12 bytes\nDesc: not available\n"
        "URL: <https://x.example/plan.pdf>\n\nbegin 644 table.csv\n#86)C\n`\nend\n"
    )
    assert message.body_markdown == "The plan."
    assert [(file.name, file.url) for file in message.attachments] == [
        ("plan.pdf", "https://x.example/plan.pdf"),
        ("table.csv", ""),
    ]


def test_two_hundred_parts_are_enough() -> None:
    body = "".join(part("text/plain", f"part {number}") for number in range(250)) + "--cut--"
    message = read_one(body, content_type=CUT.format("mixed"))
    assert "part 199" in message.body_markdown
    assert "part 200" not in message.body_markdown
    assert Problem.SHORTENED in message.problems


@pytest.mark.parametrize(
    ("content_type", "body", "words"),
    [
        ("text/plain; charset=utf-8", "d\u00e9j\u00e0".encode(), "déjà"),
        ("text/plain; charset=latin-1", "déjà “vu”".encode("cp1252"), "déjà “vu”"),
        ("text/plain; charset=latin-1", "déjà".encode(), "déjà"),
        ("text/plain; charset=utf-8", "déjà".encode("latin-1"), "déjà"),
        ("text/plain; charset=koi8-r", "да".encode("koi8-r"), "да"),
        ("text/plain; charset=hex", b"6a6a", "6a6a"),
        ("text/plain; charset=", "déjà".encode(), "déjà"),
        ("text/html", b"<!doctype html><p>d&eacute;j&agrave;</p>", "déjà"),
        ("text/plain", b"<html><body>an <i>unmarked</i> page</body></html>", "an unmarked page"),
    ],
)
def test_text_is_decoded_whatever_was_declared(content_type: str, body: bytes, words: str) -> None:
    assert read_one(body, content_type=content_type).body_markdown == words


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a<br>b</p><p>c</p>", "a\nb\n\nc"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<ul><li><p>a</p></li><li>b</li></ul>", "- a\n\n- b"),
        ("a<blockquote>b<blockquote>c</blockquote></blockquote>d", "a\n\n> b\n>\n> > c\n> >\nd"),
        ("<pre>x\n  y</pre>", "x\n  y"),
        ('<a href="https://x.example">here</a>', "here <https://x.example>"),
        ('<a href="javascript:no()">here</a>', "here"),
        ("<script>no()</script><style>p{}</style>&lt;b&gt;", "<b>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a  b"),
        ("a <b>b <i>c", "a b c"),
    ],
)
def test_html_becomes_lines_of_text(html: str, text: str) -> None:
    lines = [line.rstrip() for line in html_to_text(html)[0].strip().split("\n")]
    assert "\n".join(lines) == text
