"""One's own account: own information, and the download of all one's own data."""

import io
import json
import zipfile
from pathlib import Path

from tests.browser.conftest import WITH_AND_WITHOUT


@WITH_AND_WITHOUT
def test_all_my_data_in_one_file(visit):
    bernard = visit("bernard")
    bernard.open("portal:export")
    bernard.check()
    with bernard.page.expect_download() as download:
        bernard.page.locator("main form button[type=submit]").first.click()
    archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    words = "".join(json.dumps(json.loads(archive.read(name)), ensure_ascii=False) for name in archive.namelist())
    assert "bernard.dupond@entreprise-test.example" in words
    assert "nicolas.dupond" not in words
