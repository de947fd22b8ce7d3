"""What the pages about packs are tested without: a queue, and the drawing of PDFs."""

import pytest

from packs import tasks
from tests.packs.paper import without_drawing


@pytest.fixture
def no_queue(monkeypatch, settings, tmp_path):
    """Files go to a folder of the test, packs come without drawing, and nothing is handed to a worker."""
    settings.FILES_ROOT = tmp_path
    without_drawing(monkeypatch)
    for task in (tasks.render_pack, tasks.send_pack):
        monkeypatch.setattr(task, "delay", lambda **_: None)
