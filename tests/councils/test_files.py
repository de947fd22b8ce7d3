"""Files of a council: complete or missing, whatever happens while one is written."""

import errno
import os

import pytest

from councils.files import pdf_path, read_pdf, store_pdf
from councils.models import Council


@pytest.fixture
def council(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return Council()


def test_a_file_for_which_there_is_no_room_leaves_nothing_behind(council, monkeypatch):
    def no_room(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", no_room)
        with pytest.raises(OSError, match="No space left"):
            store_pdf(council, b"%PDF", "ab12")
    assert list(pdf_path(council, "ab12").parent.iterdir()) == []
    store_pdf(council, b"%PDF", "ab12")
    assert read_pdf(council, "ab12") == b"%PDF"
    assert [path.name for path in pdf_path(council, "ab12").parent.iterdir()] == ["ab12.pdf"]
