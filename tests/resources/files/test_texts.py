"""Words are read from every kind of document; a hostile one costs bounded time and memory."""

import io
import sys
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from resources.files.kinds import HTML, PDF, TEXTS, ZIPPED
from resources.files.reading import gathering, pdfs
from resources.files.reading.gathering import MOST_CHARACTERS
from resources.files.texts import READERS, text_of
from tests.resources.files.contents import MEGABYTE, damaged, picture, zipped

SENTENCE = "L’évaluation à Ouagadougou & ailleurs"
XML = "L’évaluation à Ouagadougou &amp; ailleurs"
HIDDEN = "tout autre chose"
DOCX, ODT = ZIPPED[".docx"], ZIPPED[".odt"]


def words_of(kind: str, content: bytes) -> str:
    return text_of(kind, io.BytesIO(content))


def pdf(*pages: bytes, compressed: bool = True) -> bytes:
    """Write a PDF of pages of plain operators, without a table: readers find the objects."""
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(pages)))
    font = (
        "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>"
    )
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    objects += [f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode()]
    for number, page in enumerate(pages):
        content = zlib.compress(page) if compressed else page
        way = "/Filter/FlateDecode" if compressed else ""
        place = 4 + 2 * number
        objects += [f"<</Type/Page/Parent 2 0 R/Resources{font}/Contents {place} 0 R>>".encode()]
        objects += [f"<</Length {len(content)}{way}>>stream\n".encode() + content + b"\nendstream"]
    return joined(objects)


def joined(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    table += "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer<</Root 1 0 R/Size {len(objects) + 1}>>\nstartxref\n{len(out)}\n%%EOF"
    return out + (table + end).encode()


def line(text: str) -> bytes:
    return b"BT /F1 12 Tf 20 700 Td (" + text.encode("cp1252") + b") Tj ET"


def docx(body: str) -> bytes:
    return zipped({"word/document.xml": f'<w:d xmlns:w="w">{body}</w:d>'})


def odt(body: str) -> bytes:
    return zipped({"content.xml": f'<o:d xmlns:o="o" xmlns:t="t">{body}</o:d>'})


def slide(text: str) -> str:
    return f'<s xmlns:a="a"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></s>'


SAMPLES = {
    PDF: pdf(line("Une autre page"), line(SENTENCE)),
    HTML: f"<title>Une page</title><p>{XML}<script>{HIDDEN}</script>".encode(),
    "text/plain": SENTENCE.encode(),
    "text/markdown": f"# Une page\n\n{SENTENCE}".encode(),
    "text/csv": f"un;deux\n{SENTENCE};2".encode(),
    DOCX: docx(f"<w:p><w:r><w:t>{XML}</w:t></w:r><w:delText>{HIDDEN}</w:delText></w:p>"),
    ZIPPED[".pptx"]: zipped({"ppt/slides/slide1.xml": slide(XML)}),
    ZIPPED[".xlsx"]: zipped({"xl/sharedStrings.xml": f"<sst><si><t>{XML}</t></si></sst>"}),
    ODT: odt(f"<t:tracked-changes><t:p>{HIDDEN}</t:p></t:tracked-changes><t:p>{XML}</t:p>"),
    ZIPPED[".ods"]: odt(f"<c><t:p>{XML}</t:p></c>"),
    ZIPPED[".odp"]: odt(f"<c><t:p><t:span>{XML}</t:span></t:p></c>"),
}


def test_every_kind_with_words_is_tried_here() -> None:
    assert set(SAMPLES) == set(READERS) == {PDF, HTML, *TEXTS.values(), *ZIPPED.values()}


@pytest.mark.parametrize("kind", SAMPLES)
def test_words_are_read_and_only_those_a_reader_sees(kind: str) -> None:
    text = words_of(kind, SAMPLES[kind])

    assert SENTENCE in text
    assert HIDDEN not in text


@pytest.mark.parametrize("kind", ["image/png", "application/zip", ""])
def test_other_kinds_have_no_words(kind: str) -> None:
    assert words_of(kind, picture("PNG")) == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_programs_write(encoding: str) -> None:
    assert words_of("text/plain", SENTENCE.encode(encoding)) == SENTENCE


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (b"<p>un</p><p>deux</p>", "un\n\ndeux"),
        (b"un<b>e</b> mai<!-- pas ceci -->son", "une maison"),
        (b"un<style>p{}</style><template>x</template><noscript>y</noscript> deux", "un deux"),
        (b"<svg><title>non</title></svg>oui", "oui"),
        (b"un<br>deux<br/>trois", "un\ndeux\ntrois"),
        (b'<meta charset="iso-8859-1">\xe9t\xe9', "été"),
        (b"<meta charset='koi8-r'>" + "слово".encode("koi8-r"), "слово"),
        (b"<meta charset=nowhere>\xe9t\xe9", "été"),
        (b"a &lt;b&gt; &eacute; &#233; &#xD800;", "a <b> é é \ufffd"),
        (b"<script>never closed", ""),
        (b"<title>T</title><body>B", "T\n\nB"),
    ],
)
def test_a_web_page_is_read_as_it_is_seen(page: bytes, text: str) -> None:
    assert words_of(HTML, page) == text


def test_paragraphs_tabs_and_doubled_texts_of_a_document() -> None:
    twice = "<m:Choice><w:t>trois</w:t></m:Choice><m:Fallback><w:t>trois</w:t></m:Fallback>"
    body = (
        f'<w:p xmlns:m="m"><w:t>un</w:t><w:tab/><w:t>deux</w:t></w:p><w:p xmlns:m="m">{twice}</w:p>'
    )

    assert words_of(DOCX, docx(body)) == "un deux\ntrois"


def test_slides_are_read_in_their_order() -> None:
    names = {f"ppt/slides/slide{number}.xml": slide(str(number)) for number in (10, 2, 1)}
    notes = {"ppt/notesSlides/notesSlide1.xml": slide("dit")}

    assert words_of(ZIPPED[".pptx"], zipped(names | notes)).split() == ["1", "2", "10", "dit"]


def test_texts_written_into_the_cells_of_a_sheet_are_read() -> None:
    cells = '<row><c t="inlineStr"><is><t>dedans</t></is></c><c><v>12</v></c></row>'

    text = words_of(ZIPPED[".xlsx"], zipped({"xl/worksheets/sheet1.xml": cells}))

    assert text == "dedans"


def test_a_page_that_cannot_be_read_leaves_the_others() -> None:
    content = pdf(line("gone"), line("lisible")).replace(b"/FlateDecode", b"/FlameDecode", 1)

    assert words_of(PDF, content) == "lisible"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/hostname">]>'
UNUSUAL = {"word/document.xml": "<d><p><t>words</t></p></d>"}


def cyclic_pdf() -> bytes:
    """Pages whose tree bites its own tail."""
    tree = b"<</Type/Pages/Count 9/Kids[2 0 R 3 0 R]/Parent 3 0 R>>"
    return joined([b"<</Type/Catalog/Pages 2 0 R>>", tree, tree.replace(b"3 0", b"2 0")])


def deep_pdf() -> bytes:
    return joined([b"<</Type/Catalog/Pages " + b"[" * 200_000 + b"2 0 R" + b"]" * 200_000 + b">>"])


def lying_docx() -> bytes:
    """An archive whose list says ten bytes where millions follow."""
    content = docx(f"<w:p><w:t>{'0' * 40 * MEGABYTE}</w:t></w:p>")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.infolist()[0].file_size
    return content.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


HOSTILE = {
    "billion laughs": (DOCX, zipped({"word/document.xml": LAUGHS + "<d><p><t>&l9;</t></p></d>"})),
    "entity from a file": (ODT, zipped({"content.xml": OUTSIDE + "<d><p>&file;</p></d>"})),
    "deep XML": (DOCX, docx("<w:p>" * 300_000)),
    "deep XML in sheets": (ZIPPED[".ods"], odt("<t:p>" * 300_000 + "</t:p>" * 300_000)),
    "endless tag": (DOCX, docx(f'<w:p w="{"x" * 60 * MEGABYTE}">')),
    "endless comment": (ODT, odt(f"<!--{'-x' * 30 * MEGABYTE}")),
    "zip bomb": (DOCX, docx(f"<w:p>{' ' * 230 * MEGABYTE}</w:p>")),
    "lying zip": (DOCX, lying_docx()),
    "LZMA": (DOCX, zipped(UNUSUAL, zipfile.ZIP_LZMA)),
    "BZIP2": (DOCX, zipped(UNUSUAL, zipfile.ZIP_BZIP2)),
    "not XML": (DOCX, zipped({"word/document.xml": b"\xff\xfe\0words"})),
    "no zip": (DOCX, b"PK\3\4 and nothing"),
    "nothing": (ODT, b""),
    "strange encoding": (DOCX, zipped({"word/document.xml": '<?xml version="1.0" encoding="x"?><d/>'})),
    "PDF in circles": (PDF, cyclic_pdf()),
    "deep PDF": (PDF, deep_pdf()),
    "PDF bomb": (PDF, pdf(b" " * 300 * MEGABYTE)),
    "no PDF": (PDF, b"%PDF-1.7\n%%EOF"),
    "empty PDF": (PDF, b""),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_has_no_words_and_costs_little(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    kind, content = HOSTILE[name]
    begun = time.monotonic()
    tracemalloc.start()

    text = words_of(kind, content)

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert text.strip() == ""
    assert peak < 16 * MEGABYTE + 2 * len(content)
    assert time.monotonic() - begun < 45


@pytest.mark.parametrize(
    "open_part", ["<a ", "<!--", "</", "<![CDATA[", "<?", "<!", "&", "<a b='", "<"]
)
def test_a_web_page_of_what_never_ends_is_given_up_soon(open_part: str) -> None:
    begun = time.process_time()

    words_of(HTML, open_part.encode() * (2 * MEGABYTE // len(open_part)))

    assert time.process_time() - begun < 8


def test_a_bomb_is_told_apart_from_damage_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        words_of(*HOSTILE["zip bomb"])
        words_of(*HOSTILE["no zip"])

    assert [record.levelname for record in caplog.records] == ["INFO", "WARNING"]


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_damaged_file_raises_nothing(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for spoilt in damaged(SAMPLES[kind], turns=2 if kind == PDF else 60):
        words_of(kind, spoilt)


@pytest.mark.parametrize("kind", [DOCX, "text/plain", HTML])
def test_no_more_than_a_million_characters_are_kept(kind: str) -> None:
    long = "mot " * 600_000
    content = docx(f"<w:p><w:t>{long}</w:t></w:p>") if kind == DOCX else long.encode()

    assert MOST_CHARACTERS - 2 <= len(words_of(kind, content)) <= MOST_CHARACTERS


def test_no_more_than_2000_pages_are_read() -> None:
    pages = [line(f"page {number}") for number in range(2_050)]

    text = words_of(PDF, pdf(*pages, compressed=False))

    assert "page 1999" in text
    assert "page 2000" not in text


def test_reading_stops_when_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_SECONDS", 0.2)
    begun = time.monotonic()

    words_of(DOCX, docx("<w:x/>" * 5_000_000))

    assert time.monotonic() - begun < 5


def test_a_reader_of_pdf_that_hangs_is_ended_and_what_it_said_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import time\nprint('premier', flush=True)\ntime.sleep(60)\n")
    monkeypatch.setattr(pdfs, "_READER", slow)
    monkeypatch.setattr(pdfs, "MOST_SECONDS", 1)
    begun = time.monotonic()

    assert words_of(PDF, b"%PDF-1.7") == "premier"
    assert time.monotonic() - begun < 20


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bounds")
def test_a_reader_of_pdf_may_not_take_the_memory_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    script = (
        Path(pdfs._READER).read_text().replace("main(characters + 1)", "bytearray(2 * 1024**3)")
    )
    greedy = tmp_path / "greedy.py"
    greedy.write_text(script)
    monkeypatch.setattr(pdfs, "_READER", greedy)

    assert words_of(PDF, b"%PDF-1.7") == ""
    assert "MemoryError" in caplog.text
