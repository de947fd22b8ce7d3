"""Fixtures for tests of packs without a queue and without rendering PDFs."""

import pytest

from packs import tasks
from tests.packs.paper import without_drawing


@pytest.fixture
def no_queue(monkeypatch, settings, tmp_path):
    """Store files in a folder of the test, skip rendering, and send nothing to a worker."""
    settings.FILES_ROOT = tmp_path
    without_drawing(monkeypatch)
    for task in (tasks.render_pack, tasks.send_pack, tasks.check_deliveries):
        monkeypatch.setattr(task, "delay", lambda **_: None)
