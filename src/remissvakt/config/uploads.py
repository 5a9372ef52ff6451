"""Where does an upload lie while it comes in? Small ones in memory, all others in a file without a name.

A file without a name is gone with the process that wrote it, however that ends: no half upload about a patient is left
behind. How much may come at all is said in middleware/request_limits.py.
"""

from __future__ import annotations

import tempfile
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler


class SmallInMemory(MemoryFileUploadHandler):
    """Django's own, for requests up to FILE_UPLOAD_MAX_MEMORY_SIZE. Large ones only from those who are logged in.

    The body is read before the gate has asked who sends it, since the form's token stands in it.
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:  # noqa: N803
        known = getattr(self.request, "user", None)
        if content_length > settings.REMISSVAKT_MAX_UPLOAD_BYTES and not (known and known.is_authenticated):
            raise RequestDataTooBig
        super().handle_raw_input(input_data, META, content_length, *rest)


class NamelessFile(FileUploadHandler):
    """Writes what comes to a nameless file in the data folder, a chunk at a time."""

    def new_file(self, *args: Any, **options: Any) -> None:
        super().new_file(*args, **options)
        self.file = tempfile.TemporaryFile(dir=settings.REMISSVAKT_DATA)  # noqa: SIM115 - closed with the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        self.file.seek(0)
        return UploadedFile(
            file=self.file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()
