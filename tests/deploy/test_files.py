"""The files in deploy/ fit the product, each other and the page that uses them. test_page.py runs the page."""

import os
import re
import shlex
import subprocess

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs" / "deploying.md").read_text("utf-8")
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
VALUES = ("plans.example.gov.uk", "smtp+tls://user:p&ss/w|rd@relay:587", "sendplan <plans@example.gov.uk>")


def names_in(text):
    """Names of the settings that a file of settings has."""
    return re.findall(r"^([A-Z][A-Z_]+)=", text, re.MULTILINE)


def shell_blocks(page):
    return "\n".join(re.findall(r"```sh\n(.*?)```", page, re.DOTALL))


@pytest.fixture
def written(tmp_path):
    """Folder of the settings that `deploy/new-settings` has written."""
    folder = tmp_path / "settings"
    command = [DEPLOY / "new-settings", *VALUES]
    subprocess.run(
        command, env=os.environ | {"SENDPLAN_SETTINGS": str(folder)}, check=True, capture_output=True
    )
    return folder


def test_settings_are_known_to_the_product_and_explained():
    known = (ROOT / "sendplan" / "env.py").read_text() + (ROOT / "sendplan" / "settings.py").read_text()
    explained = (ROOT / "docs" / "running.md").read_text("utf-8")
    for name in names_in((DEPLOY / "environment").read_text() + (DEPLOY / "owner").read_text()):
        assert f'"{name}"' in known or f'"{name.removeprefix("WORKER_")}"' in known, f"{name} is no setting"
        assert f"`{name}`" in explained, f"docs/running.md does not explain {name}"


def test_new_settings_have_every_value_and_passwords_of_their_own(written):
    text = (written / "environment").read_text()
    assert "{" not in text
    assert f"EMAIL_URL={VALUES[1]}\n" in text
    assert f"MAIL_FROM={VALUES[2]}\n" in text
    assert f"PUBLIC_URL=https://{VALUES[0]}\n" in text
    secrets = re.findall(r"app_\w+:(\w+)@|SECRET_KEY=(\w+)", text + (written / "owner").read_text())
    secrets = [first or second for first, second in secrets]
    assert len(set(secrets)) == 4
    assert min(map(len, secrets)) >= 48
    assert (written / "environment").stat().st_mode & 0o777 == 0o640
    assert (written / "owner").stat().st_mode & 0o777 == 0o600


def test_new_settings_never_write_over_others(written):
    before = (written / "environment").read_text()
    command = [DEPLOY / "new-settings", *VALUES]
    again = subprocess.run(
        command, env=os.environ | {"SENDPLAN_SETTINGS": str(written)}, capture_output=True, text=True
    )
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert (written / "environment").read_text() == before


@pytest.fixture
def installation(tmp_path, written):
    """Environment of the command `sendplan`, in an installation whose Python prints its settings."""
    python = tmp_path / "home" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "ran $*"\nenv\n')
    python.chmod(0o755)
    # As an ordinary user, so that the test needs no system account.
    fake = tmp_path / "bin"
    fake.mkdir()
    (fake / "setpriv").write_text('#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n')
    (fake / "setpriv").chmod(0o755)
    return {
        "PATH": f"{fake}:{os.environ['PATH']}",
        "SENDPLAN_SETTINGS": str(written),
        "SENDPLAN_HOME": str(tmp_path / "home"),
    }


def run_sendplan(installation, *arguments):
    done = subprocess.run([DEPLOY / "sendplan", *arguments], env=installation, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_the_command_passes_settings_on_as_they_are_written(installation, written):
    with (written / "environment").open("a") as file:
        file.write('# NOTIFY_URL=no\nNOTIFY_API_KEY="quoted $HOME `id`"\n')
    _, said = run_sendplan(installation, "create_council", "north", "North Shire")
    assert "ran manage.py create_council north North Shire\n" in said
    assert f"EMAIL_URL={VALUES[1]}\n" in said
    assert f"MAIL_FROM={VALUES[2]}\n" in said
    assert "NOTIFY_API_KEY=quoted $HOME `id`\n" in said
    assert "NOTIFY_URL" not in said


@pytest.mark.parametrize(
    ("command", "gets_it"), [("migrate", True), ("create_roles", True), ("shell", False)]
)
def test_only_commands_that_need_it_get_the_owners_address(installation, command, gets_it):
    _, said = run_sendplan(installation, command)
    assert ("OWNER_DATABASE_URL=" in said) == gets_it


def test_the_command_says_why_it_has_no_settings(installation, tmp_path):
    code, said = run_sendplan(installation | {"SENDPLAN_SETTINGS": str(tmp_path / "none")}, "migrate")
    assert code == 1
    assert "Run this as root" in said


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_units_start_a_program_of_the_installation_as_its_user(unit):
    text = unit.read_text()
    start = re.search(r"^ExecStart=/opt/sendplan/(\S+)", text, re.MULTILINE)
    assert start
    assert start[1] == ".venv/bin/python" or (ROOT / start[1]).exists()
    assert "User=sendplan\n" in text
    assert "EnvironmentFile=/etc/sendplan/environment\n" in text
    assert "/etc/sendplan/owner" not in text


def test_units_run_what_the_containers_run():
    compose = re.sub(r"\s+", " ", (ROOT / "docker-compose.yml").read_text())
    for name in ("worker", "renders"):
        command = (
            (DEPLOY / "systemd" / f"sendplan-{name}.service")
            .read_text()
            .partition("-m celery ")[2]
            .split("\n")[0]
        )
        listed = ", ".join(f'"{word}"' for word in shlex.split(command.replace("%%", "%")))
        assert listed in compose


def test_what_the_page_copies_is_there():
    steps = shell_blocks(PAGE)
    for name in re.findall(r"/opt/sendplan/(deploy/[\w./{},-]+)", steps):
        before, _, rest = name.partition("{")
        choices, _, after = rest.partition("}")
        for choice in choices.split(","):
            assert (ROOT / f"{before}{choice}{after}").exists(), f"{before}{choice}{after} is not there"


def test_scripts_are_readable_shell():
    for name in ("prepare", "new-settings", "sendplan", "try-page"):
        subprocess.run(["bash", "-n", DEPLOY / name], check=True)
    subprocess.run(["bash", "-n"], input=shell_blocks(PAGE), text=True, check=True)
