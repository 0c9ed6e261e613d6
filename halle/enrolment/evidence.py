"""Files that people give as evidence: what is admitted, by their name and by their content."""

import re
from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from halle.core.uploads import LARGEST

MAX_SIZE = LARGEST


@dataclass(frozen=True, slots=True)
class Kind:
    """One admitted format: its extensions, what its files begin with and contain at their end, its name on the web."""

    extensions: tuple[str, ...]
    beginning: bytes
    end: bytes
    media_type: str


KINDS = (
    Kind((".pdf",), b"%PDF-", b"%%EOF", "application/pdf"),
    Kind((".jpg", ".jpeg"), b"\xff\xd8\xff", b"\xff\xd9", "image/jpeg"),
    Kind((".png",), b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82", "image/png"),
)
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
    if not content.startswith(kind.beginning) or kind.end not in content:
        raise ValidationError(
            _("Ce fichier est incomplet, ou n’est pas ce que son nom annonce. Enregistrez-le de nouveau."),
            code="content",
        )
    if kind.media_type == "application/pdf":
        _check_pdf(content)


def _check_pdf(content: bytes) -> None:
    if _named("Encrypt").search(content):
        raise ValidationError(
            _("Ce PDF est protégé par un mot de passe. Enregistrez-en une copie sans protection."), code="encrypted"
        )
    # Three bytes are found by chance in any picture: /JS is only looked for outside of compressed streams.
    if _named("JavaScript", "Launch").search(content) or _named("JS").search(_without_streams(content)):
        raise ValidationError(
            _("Ce PDF contient un programme. Imprimez-le dans un nouveau PDF, puis envoyez ce dernier."), code="active"
        )


def _without_streams(content: bytes) -> bytes:
    return b" ".join(re.split(rb"\bstream\r?\n", piece, maxsplit=1)[0] for piece in content.split(b"endstream"))


def _named(*names: str) -> re.Pattern[bytes]:
    """PDF names, whose letters may each be written as `#` and two hexadecimal digits."""
    spelled = ("".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in name) for name in names)
    return re.compile(f"/(?:{'|'.join(spelled)})(?![A-Za-z0-9#])".encode())
