"""State folder, and the one-sentence errors when it cannot be used."""

import os
import socket
import stat

import pytest

from dev import orphans, services
from dev.postgres import Postgres
from dev.problem import Problem
from dev.serve import _listen
from dev.state import State


def test_existing_empty_folder_is_used_and_its_mode_kept(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir(mode=0o700)
    State(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(
        Problem, match=r"^The state folder .* cannot be used .*: choose one .* with --state\.$"
    ):
        State(tmp_path / "file" / "state")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_unwritable_folder_is_one_sentence(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(Problem, match=r"permission denied"):
        State(tmp_path / "closed")


@pytest.mark.parametrize("path", ["x" * 300, "/".join(["x" * 90] * 60)])
def test_too_long_path_is_one_sentence(tmp_path, path):
    with pytest.raises(Problem, match=r"path of \d+ characters cannot be used .*: choose a shorter one"):
        State(tmp_path / path)


def test_sockets_fit_their_addresses_however_long_the_state_path_is(tmp_path):
    state = State(tmp_path / "/".join(["long" * 15] * 5))
    assert len(f"{Postgres(state).socket_folder}/.s.PGSQL.5432") <= 107
    assert stat.S_IMODE(state.runtime.stat().st_mode) == 0o711


def test_runtime_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    state = State(tmp_path / "state")
    state.runtime.rmdir()
    state.runtime.symlink_to(tmp_path)
    with pytest.raises(Problem, match="belongs to another user"):
        State(tmp_path / "state")
    state.runtime.unlink()


def test_port_in_use_is_one_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(
            Problem, match=rf"^Port {port} is in use by another program\. Choose another with --port\.$"
        ):
            _listen(port)


def test_port_that_does_not_exist_is_one_sentence():
    with pytest.raises(Problem, match=r"^Port 70000 does not exist"):
        _listen(70_000)


def test_database_of_another_major_version_is_one_sentence(tmp_path):
    state = State(tmp_path)
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(Problem, match=r"was made by PostgreSQL 16; this is PostgreSQL 18\. Move it"):
        Postgres(state).child()


def test_one_state_serves_one_command_at_a_time(tmp_path):
    assert services.claim(State(tmp_path))
    first = State(tmp_path)
    assert not first.lock("services")


def test_secrets_are_kept_and_readable_by_their_owner_alone(tmp_path):
    made = State(tmp_path).secrets()
    assert State(tmp_path).secrets() == made
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert len(set(made.values())) == 4


def test_file_cut_short_by_a_power_cut_counts_as_missing(tmp_path):
    (tmp_path / "children.json").write_text('{"web": 1')
    orphans.end(State(tmp_path))


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "ALLOWED_HOSTS"])
def test_any_real_address_ends_local_mode(name):
    assert services.is_local({"HOME": "/"})
    assert not services.is_local({name: "real"})


@pytest.mark.parametrize("name", ["WORKER_DATABASE_URL", "OWNER_DATABASE_URL"])
def test_further_role_without_the_main_one_is_one_sentence(name):
    with pytest.raises(Problem, match=f"^{name} is set but DATABASE_URL is not"):
        services.check_addresses({name: "postgres://…"})


def test_nobody_else_can_switch_local_mode_on():
    assert services.clean({"SENDPLAN_LOCAL": "1", "SENDPLAN_PROCESS": "worker", "HOME": "/"}) == {"HOME": "/"}
