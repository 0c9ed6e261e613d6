"""Files that people give as evidence: what is admitted, by their name and by their content."""

import re
from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_SIZE = 5 * 1024 * 1024
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """One admitted format: its extensions, how its files begin, what a browser is told that it is."""

    extensions: tuple[str, ...]
    beginning: bytes
    media_type: str


KINDS = (
    Kind((".pdf",), b"%PDF-", "application/pdf"),
    Kind((".jpg", ".jpeg"), b"\xff\xd8\xff", "image/jpeg"),
    Kind((".png",), b"\x89PNG\r\n\x1a\n", "image/png"),
)
ENDINGS = {".pdf": b"%%EOF", ".jpg": b"\xff\xd9", ".jpeg": b"\xff\xd9", ".png": b"IEND\xaeB`\x82"}
# A PDF writes a name with its letters, or with `#` and two hexadecimal digits instead of any of them.
ACTIVE = (b"JavaScript", b"JS", b"Launch")
ENCRYPTED = (b"Encrypt",)
LONGEST_NAME = 200


def extension_of(name: str) -> str:
    """« .pdf », or nothing."""
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""


def kind_of(name: str) -> Kind | None:
    """The admitted format that the name announces."""
    return next((kind for kind in KINDS if extension_of(name) in kind.extensions), None)


def check(name: str, size: int, file: BinaryIO) -> None:
    """Raise ValidationError, with what to do, unless the file may be kept. The file is read, then rewound."""
    kind = kind_of(name)
    if kind is None:
        raise ValidationError(_("Choisissez un fichier PDF, JPEG ou PNG."), code="extension")
    if size > MAX_SIZE:
        raise ValidationError(_("Ce fichier dépasse 5 Mo. Réduisez-le, puis envoyez-le de nouveau."), code="size")
    file.seek(0)
    content = file.read(MAX_SIZE + 1)
    file.seek(0)
    # Files that went through a mail program may end in a few more bytes.
    if not content.startswith(kind.beginning) or ENDINGS[extension_of(name)] not in content[-2048:]:
        raise ValidationError(
            _("Ce fichier n’est pas celui que son nom annonce, ou il est incomplet. Ouvrez-le, enregistrez-le de nouveau."),
            code="content",
        )
    if kind.media_type == "application/pdf":
        _check_pdf(content)


def _check_pdf(content: bytes) -> None:
    if _names(content, ENCRYPTED):
        raise ValidationError(
            _("Ce PDF est protégé par un mot de passe. Enregistrez-en une copie sans protection."), code="encrypted"
        )
    if _names(content, ACTIVE):
        raise ValidationError(
            _("Ce PDF contient un programme. Imprimez-le dans un nouveau PDF, puis envoyez ce dernier."), code="active"
        )


def _names(content: bytes, names: tuple[bytes, ...]) -> bool:
    return any(_pattern(name).search(content) for name in names)


def _pattern(name: bytes) -> re.Pattern[bytes]:
    letters = (b"(?:%s|#%02x|#%02X)" % (re.escape(letter), *letter, *letter) for letter in map(_one, name))
    return re.compile(b"/" + b"".join(letters) + rb"(?![A-Za-z0-9#])")


def _one(byte: int) -> bytes:
    return bytes([byte])
