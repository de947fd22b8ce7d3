"""The locks must work on any machine: a hash for every package, no index address, no option."""

from pathlib import Path

import pytest
from django.conf import settings

LOCKS = ["requirements.lock", "requirements-node.lock"]


def lines(name: str) -> list[str]:
    return (Path(settings.BASE_DIR) / name).read_text().splitlines()


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_index_and_no_option(name):
    assert [line for line in lines(name) if line.startswith("-") or "://" in line] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_the_lock_is_pinned_and_hashed(name):
    packages = "\n".join(lines(name)).replace("\\\n", "").splitlines()
    named = [line for line in packages if line and not line.lstrip().startswith("#")]
    assert named
    assert [line for line in named if "==" not in line or "--hash=sha256:" not in line] == []
