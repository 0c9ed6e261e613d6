"""The one CSV file inside INSEE's zip, as a stream: nothing is unpacked on disk, and isal inflates twice as fast."""

import io
import struct
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from isal import isal_zlib
from isal.igzip_lib import IsalError

from halle.sirene.errors import Refused

# The densest published file shrinks about five times; text that shrinks a hundred times is not a stock of Sirene.
BOMB_RATIO = 100
LOCAL_HEADER = struct.Struct("<4s22xHH")
CHUNK = 1 << 20


class MemberStream(io.RawIOBase):
    """Reads one deflated member; checks length and CRC at its end."""

    def __init__(self, path: Path, member: ZipInfo) -> None:
        super().__init__()
        self._path, self._member = path, member
        self._file: BinaryIO = path.open("rb")
        self._file.seek(member.header_offset)
        _mark, name, extra = LOCAL_HEADER.unpack(self._file.read(LOCAL_HEADER.size))
        self._file.seek(name + extra, io.SEEK_CUR)
        self._left = member.compress_size
        self._inflate = isal_zlib.decompressobj(-15) if member.compress_type == ZIP_DEFLATED else None
        self._ready, self._crc, self._length = b"", 0, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """The next bytes; raises Refused when the member is damaged."""
        view = memoryview(buffer)
        while not self._ready:
            if not self._left:
                self._check()
                return 0
            self._ready = self._next()
        taken = self._ready[: len(view)]
        view[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def _next(self) -> bytes:
        raw = self._file.read(min(CHUNK, self._left))
        if not raw:
            raise Refused(f"{self._path.name}: the file is cut: bytes are missing at its end.")
        self._left -= len(raw)
        try:
            text = self._inflate.decompress(raw) if self._inflate else raw
        except IsalError as error:  # type: ignore[misc]  # isal says what it is too loosely
            raise Refused(f"{self._path.name}: the zip is damaged ({error}).") from error
        self._crc = isal_zlib.crc32(text, self._crc)
        self._length += len(text)
        if self._length > self._member.file_size:
            raise Refused(f"{self._path.name}: the zip holds more than it says: refused.")
        return bytes(text)

    def _check(self) -> None:
        if self._length != self._member.file_size or self._crc != self._member.CRC:
            raise Refused(f"{self._path.name}: the zip is damaged (its checksum does not match).")

    def close(self) -> None:
        """Close the zip."""
        self._file.close()
        super().close()


def open_member(path: Path) -> io.BufferedReader:
    """A stream on the only file inside that zip; raises Refused with a sentence when the zip is not a stock file."""
    try:
        with ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except (BadZipFile, OSError) as error:
        raise Refused(f"{path.name}: the zip is cut or damaged ({error}).") from error
    if len(members) != 1:
        raise Refused(f"{path.name}: INSEE's zip holds one CSV file, this one holds {len(members)}.")
    member = members[0]
    if member.flag_bits & 1:
        raise Refused(f"{path.name}: the zip is encrypted.")
    if member.compress_type not in {ZIP_DEFLATED, ZIP_STORED}:
        raise Refused(f"{path.name}: the zip is compressed in a way that INSEE does not use.")
    if member.file_size > BOMB_RATIO * max(member.compress_size, 1):
        raise Refused(f"{path.name}: {member.file_size} bytes out of {member.compress_size}: a zip bomb, refused.")
    return io.BufferedReader(MemberStream(path, member), buffer_size=CHUNK)
