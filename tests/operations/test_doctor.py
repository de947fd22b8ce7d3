"""`doctor`: each assumption of an installation is checked, and each fault is found by its name."""

import json
import shutil
import smtplib
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from operations import checks, health, heartbeats
from operations.checks import database, files, mail, pages
from operations.checks.finding import Level
from packs.printing import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def well(settings, tmp_path, monkeypatch):
    """An installation in which all is well. Tests run without fsync, and with a mail server that is not asked here."""
    settings.SECRET_KEY = "0123456789abcdef" * 4
    settings.PUBLIC_URL = "https://plans.example.gov.uk"
    settings.ALLOWED_HOSTS = ["plans.example.gov.uk"]
    settings.LOCAL = False
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.DEFAULT_FROM_EMAIL = "plans@example.gov.uk"
    settings.FILES_ROOT = tmp_path / "files"
    monkeypatch.setattr(database, "LOSES_COMMITS", ())
    # It signs in anew, which a test's transaction does not survive. A test below does it for real.
    monkeypatch.setattr(database, "_owner_reads_all", lambda: True)
    monkeypatch.setattr(mail, "EmailBackend", server())
    heartbeats.say([heartbeats.CLOCK, *heartbeats.QUEUES])
    return SimpleNamespace(settings=settings, patch=monkeypatch.setattr)


def server(problem=None, *, starttls=False):
    """A mail server that answers, or fails with `problem`."""

    class Backend:
        connection = SimpleNamespace(ehlo_or_helo_if_needed=lambda: None, has_extn=lambda name: starttls)

        def __init__(self, **kwargs):
            pass

        def open(self):
            if problem:
                raise problem

        def close(self):
            pass

    return Backend


def findings():
    return {found.name: found for check in checks.CHECKS for found in check()}


def raises(problem):
    def act(*args, **kwargs):
        raise problem

    return act


def test_all_is_well(well, capsys):
    call_command("doctor")
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not line.startswith("ok ")] == []
    assert len(lines) >= 20


def test_json_has_every_check_and_says_whether_all_is_well(well, capsys):
    call_command("doctor", "--json")
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said["ok"] is True
    assert {"name", "level", "words", "to_do"} == set(said["checks"][0])


def database_faults():
    def not_reached(well):
        well.patch(
            database.connection, "ensure_connection", raises(OperationalError("refused")), raising=False
        )

    def other_time(well):
        later = SimpleNamespace(now=lambda zone: datetime.now(UTC) + timedelta(minutes=5))
        well.patch(database, "datetime", later)

    yield "old server", "server", lambda well: well.patch(database, "OLDEST", 99)
    yield (
        "other encoding",
        "encoding",
        lambda well: well.patch(database, "encoding_problem", lambda: "It is SQL_ASCII."),
    )
    yield "role passes the wall", "role", lambda well: well.patch(database, "may_bypass_wall", lambda: True)
    yield (
        "owner cannot read all",
        "owner",
        lambda well: well.patch(database, "_owner_reads_all", lambda: False),
    )
    yield "clocks apart", "clocks", other_time
    yield (
        "not migrated",
        "tables",
        lambda well: well.patch(database.MigrationExecutor, "migration_plan", lambda *args: [object()]),
    )
    yield (
        "gap in the wall",
        "wall",
        lambda well: well.patch(database, "faults", lambda: ["Table x has no policy."]),
    )
    yield (
        "restored",
        "sending",
        lambda well: well.patch(database.sending_mark, "why_held", lambda: "Other. Wait"),
    )
    yield "commits may be lost", "durability", lambda well: well.patch(database, "LOSES_COMMITS", ("fsync",))


def setting(name, value):
    return lambda well: setattr(well.settings, name, value)


def settings_faults():
    yield "no key", "secret key", setting("SECRET_KEY", "only-for-checks-and-builds")
    yield "short key", "secret key", setting("SECRET_KEY", "short")
    yield "key repeats", "secret key", setting("SECRET_KEY", "a" * 64)
    yield "no address", "public address", setting("PUBLIC_URL", "")
    yield "no https", "public address", setting("PUBLIC_URL", "http://plans.example.gov.uk")
    yield "other host", "public address", setting("PUBLIC_URL", "https://other.example.gov.uk")
    yield "any host", "host names", setting("ALLOWED_HOSTS", ["*"])
    yield "no sender", "sender", setting("DEFAULT_FROM_EMAIL", "sendplan <sendplan@example.org>")


def other_faults():
    def cannot_be_written(well):
        well.settings.FILES_ROOT.parent.joinpath("files").write_text("a file, not a folder")

    def everybody_reads(well):
        folder = Path(tempfile.mkdtemp())
        folder.chmod(0o755)
        well.settings.FILES_ROOT = folder

    def full(well):
        well.patch(files.shutil, "disk_usage", lambda folder: SimpleNamespace(free=10 * 1024**2))

    def silent(name):
        return lambda well: heartbeats.cache.delete(heartbeats._PREFIX + name)

    yield "not built", "assets", lambda well: well.patch(pages.finders, "find", lambda name: None)
    yield "no fonts", "PDF", lambda well: well.patch(pdf, "_own_assets", raises(pdf.AssetsNotBuilt()))
    yield "no library", "PDF", lambda well: well.patch(pdf.weasyprint, "HTML", raises(OSError("libpango")))
    yield "folder not writable", "files", cannot_be_written
    yield "folder open to all", "rights", everybody_reads
    yield "disk full", "disk", full
    yield (
        "no queue",
        "queue",
        lambda well: well.patch(health, "queue_problems", lambda: ["The queue cannot be reached."]),
    )
    yield "no cache", "cache", lambda well: well.patch(heartbeats, "ages", raises(ConnectionError()))
    yield "no worker", "worker of default", silent("default")
    yield "no worker for PDFs", "worker of renders", silent("renders")
    yield "no clock", "clock", silent(heartbeats.CLOCK)
    yield (
        "no mail server",
        "mail server",
        lambda well: well.patch(mail, "EmailBackend", server(OSError("refused"))),
    )
    yield (
        "wrong password",
        "mail server",
        lambda well: well.patch(mail, "EmailBackend", server(smtplib.SMTPAuthenticationError(535, b"no"))),
    )


FAULTS = [*settings_faults(), *database_faults(), *other_faults()]


@pytest.mark.parametrize(
    ("name", "seed"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_each_fault_is_found_by_its_name(well, name, seed, capsys):
    seed(well)
    with pytest.raises(CommandError, match="failed"):
        call_command("doctor", "--json")
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    found = {each["name"]: each for each in said["checks"]}[name]
    assert said["ok"] is False
    assert found["level"] == "failed"
    assert found["to_do"]


def test_without_its_database_the_rest_is_still_checked(well, capsys, monkeypatch):
    monkeypatch.setattr(
        type(database.connection._connections["default"]),
        "ensure_connection",
        raises(OperationalError("refused\nno")),
    )
    with pytest.raises(CommandError):
        call_command("doctor")
    said = capsys.readouterr().out
    assert "failed  database: The database does not answer: refused.\n" in said
    assert "ok      mail server" in said


@pytest.mark.parametrize(
    ("seed", "name"),
    [
        (setting("ALLAUTH_TRUSTED_PROXY_COUNT", 0), "proxies"),
        (setting("OWNER", {}), "owner"),
        (
            lambda well: well.patch(files.shutil, "disk_usage", lambda folder: SimpleNamespace(free=1024**3)),
            "disk",
        ),
        (lambda well: well.patch(mail, "EmailBackend", server(starttls=True)), "encryption"),
    ],
)
def test_a_warning_alone_is_no_error(well, seed, name, capsys):
    seed(well)
    call_command("doctor")
    assert f"warning {name}: " in capsys.readouterr().out


def test_a_check_that_breaks_is_a_finding(well, monkeypatch, capsys):
    monkeypatch.setattr(database, "faults", raises(RuntimeError("odd")))
    with pytest.raises(CommandError, match="1 check failed"):
        call_command("doctor")
    said = capsys.readouterr().out
    assert "failed  database: This check broke off: RuntimeError: odd" in said
    assert "ok      disk" in said


def test_a_database_of_a_newer_release_is_said(well, monkeypatch):
    loader = database.MigrationExecutor(database.connection).loader
    applied = {**loader.applied_migrations, ("packs", "9999_later"): None}
    executor = SimpleNamespace(loader=loader, migration_plan=lambda nodes: [])
    monkeypatch.setattr(loader, "applied_migrations", applied)
    monkeypatch.setattr(database, "MigrationExecutor", lambda connection: executor)
    assert "packs.9999_later" in findings()["tables"].words


def test_a_trial_email_is_sent_when_asked_for(well, capsys, mailoutbox):
    call_command("doctor", "--send-mail", "ada@example.gov.uk")
    assert "ok      trial email" in capsys.readouterr().out
    assert [message.to for message in mailoutbox] == [["ada@example.gov.uk"]]


def test_a_closed_folder_above_keeps_others_out(well):
    well.settings.FILES_ROOT.mkdir(mode=0o755)
    well.settings.FILES_ROOT.parent.chmod(0o700)
    assert {found.name: found.level for found in files.check_files()}["rights"] is Level.OK


def test_the_folder_of_files_is_left_as_it_was(well):
    list(files.check_files())
    assert list(well.settings.FILES_ROOT.iterdir()) == []
    shutil.rmtree(well.settings.FILES_ROOT)


@pytest.mark.django_db(transaction=True)
def test_the_owner_signs_in_for_real():
    assert database._owner().level is Level.OK


@pytest.mark.django_db(transaction=True)
def test_an_owner_with_a_wrong_password_is_a_finding(settings):
    settings.OWNER = {**settings.OWNER, "USER": "nobody_of_this_name"}
    found = database._owner()
    assert (found.level, found.name) == (Level.FAILED, "owner")
    assert "cannot sign in" in found.words
