"""What is sent to us is cut before it fills the disk (security.md 5.2.1)."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

# The largest file that any form admits.
LARGEST = 5 * 1024 * 1024


class Cut(FileUploadHandler):
    """Keeps one byte more than the largest file: enough for the form to refuse it with its own words.

    First of FILE_UPLOAD_HANDLERS: it runs before anybody knows who sends, and to which page.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """What still fits; the rest is read and dropped."""
        return raw_data[: max(0, LARGEST + 1 - start)] or None

    def file_complete(self, file_size: int) -> Any:
        """The handlers after this one keep the file."""
        return None
