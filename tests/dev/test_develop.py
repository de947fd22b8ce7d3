"""`bin/dev`: reload and the debug page, in local mode only."""

import os
from runpy import run_path

import pytest

from dev import develop, services
from dev.problem import Problem
from dev.watching import Watch
from sendplan import env


@pytest.mark.parametrize(
    ("local", "debug", "shown"), [("1", "1", True), ("1", "0", False), ("0", "1", False), ("0", "0", False)]
)
def test_the_debug_page_is_for_a_private_machine_only(monkeypatch, local, debug, shown):
    monkeypatch.setenv("SENDPLAN_LOCAL", local)
    monkeypatch.setenv("SENDPLAN_DEBUG", debug)
    assert run_path(env.__file__)["DEBUG"] is shown


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "ALLOWED_HOSTS"])
def test_it_refuses_a_real_server(monkeypatch, name):
    for each in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "ALLOWED_HOSTS"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(name, "real")
    with pytest.raises(Problem, match=r"^bin/dev shows its inner state to everybody"):
        develop.main([])


def test_no_other_command_takes_over_the_debug_page():
    assert services.clean({"SENDPLAN_DEBUG": "1", "PATH": "/bin"}) == {"PATH": "/bin"}


def test_new_changed_and_removed_files_are_seen_once(tmp_path):
    watch = Watch([tmp_path], (".py",))
    (tmp_path / "notes.txt").write_text("")
    assert not watch.changed()
    code = tmp_path / "rules.py"
    code.write_text("")
    assert watch.changed().endswith("rules.py")
    assert not watch.changed()
    os.utime(code, ns=(1, 1))
    assert watch.changed().endswith("rules.py")
    code.unlink()
    assert watch.changed().endswith("rules.py")
    assert not watch.changed()
