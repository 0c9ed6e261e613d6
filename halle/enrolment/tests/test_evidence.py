"""Which files are admitted as evidence."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from halle.enrolment.evidence import MAX_SIZE, check

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + bytes(64) + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64) + b"IEND\xaeB`\x82"


def refusal(name: str, content: bytes) -> str:
    """The code of the refusal; nothing when the file is admitted."""
    try:
        check(name, len(content), BytesIO(content))
    except ValidationError as error:
        return str(error.code)
    return ""


def pdf_with(dictionary: bytes) -> bytes:
    """A PDF whose catalogue says that too."""
    return PDF.replace(b"/Type /Catalog", b"/Type /Catalog " + dictionary)


@pytest.mark.parametrize(
    ("name", "content"), [("kbis.pdf", PDF), ("KBIS.PDF", PDF), ("k.jpg", JPEG), ("k.jpeg", JPEG), ("k.png", PNG)]
)
def test_the_three_formats_are_admitted(name, content):
    assert refusal(name, content) == ""


@pytest.mark.parametrize("name", ["kbis.exe", "kbis", "kbis.pdf.html", "kbis.svg", ".pdf.zip", ""])
def test_other_extensions_are_refused(name):
    assert refusal(name, PDF) == "extension"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("kbis.pdf", PNG),
        ("kbis.png", PDF),
        ("kbis.jpg", PDF),
        ("kbis.pdf", b"<html>%PDF-1.7 %%EOF"),
        ("kbis.pdf", b""),
    ],
)
def test_the_content_must_be_what_the_name_says(name, content):
    assert refusal(name, content) == "content"


@pytest.mark.parametrize(
    ("name", "content"), [("kbis.pdf", PDF[:-6]), ("kbis.jpg", JPEG[:-1]), ("kbis.png", PNG[:-4])]
)
def test_a_cut_file_is_refused(name, content):
    assert refusal(name, content) == "content"


def test_a_file_of_five_megabytes_passes_and_one_byte_more_does_not():
    head, tail = PDF[:-6], PDF[-6:]
    whole = head + b" " * (MAX_SIZE - len(PDF)) + tail
    assert refusal("kbis.pdf", whole) == ""
    assert refusal("kbis.pdf", head + b" " * (MAX_SIZE - len(PDF) + 1) + tail) == "size"


@pytest.mark.parametrize(
    "action",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        b"/OpenAction << /S /Rendition /JS 4 0 R >>",
        b"/OpenAction << /S /Launch /F (cmd.exe) >>",
        b"/OpenAction << /S /J#61vaScript >>",
        b"/OpenAction << /S /#4aavaScript >>",
        b"/OpenAction << /S /#4Aavascript /#4A#53(x)>>",
        b"/Names<</JavaScript 5 0 R>>",
    ],
)
def test_a_pdf_with_a_program_is_refused(action):
    assert refusal("kbis.pdf", pdf_with(action)) == "active"


def test_an_encrypted_pdf_is_refused():
    assert refusal("kbis.pdf", PDF.replace(b"/Root", b"/Encrypt 9 0 R /Root")) == "encrypted"


def test_a_picture_that_holds_those_letters_by_chance_is_admitted():
    stream = b"2 0 obj << /Length 9 >> stream\n\x00\x91/JS\x17\x88\nendstream endobj\n"
    assert refusal("kbis.pdf", PDF.replace(b"trailer", stream + b"trailer")) == ""


def test_names_that_only_begin_alike_are_admitted():
    assert refusal("kbis.pdf", pdf_with(b"/JSomething 1 /Launcher 2 /EncryptMetadata true")) == ""


def test_many_unfinished_streams_are_read_in_no_time():
    assert refusal("kbis.pdf", PDF.replace(b"trailer", b"stream\n" * 600_000 + b"trailer")) == ""


def test_the_file_can_be_read_again_afterwards():
    file = BytesIO(PDF)
    file.read(10)
    check("kbis.pdf", len(PDF), file)
    assert file.read() == PDF
