"""The commands create_council, invite_administrator, set_up_address, issue_api_key and create_roles."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from councils.management.commands.create_roles import with_places
from councils.models import ApiClient, Council, Invitation, User
from councils.tenancy import council_context
from strategies.models import ReportingPeriod
from tests.factories import CouncilFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sends_at_once(monkeypatch):
    """Run effects of a commit at once: a command commits, the transaction of a test never does."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda effect: effect())


def test_create_council_invites_its_administrator_and_adds_quarters(capsys, sends_at_once):
    call_command("create_council", "north-shire", "North Shire", "--admin", "ada@example.org")
    invitation = Invitation.objects.get()
    assert (invitation.council.slug, invitation.email) == ("north-shire", "ada@example.org")
    assert (invitation.role, invitation.invited_by) == ("administrator", None)
    assert invitation.sent_at is not None
    assert not User.objects.exists()
    assert "/accounts/invitation/" in mail.outbox[0].body
    assert "The people who run sendplan here invited you" in mail.outbox[0].body
    assert capsys.readouterr().out == (
        "Created North Shire at /north-shire/.\nInvited ada@example.org as administrator.\n"
    )
    with council_context(invitation.council_id):
        assert ReportingPeriod.objects.count() == 8


@pytest.mark.parametrize(
    ("slug", "email", "words"),
    [
        ("taken", "ada@example.org", "“taken” is already in use"),
        ("api", "ada@example.org", "is reserved"),
        ("North", "ada@example.org", "cannot be used in a web address"),
        ("north", "ada", "“ada” is not an email address"),
    ],
)
def test_create_council_says_what_is_wrong_and_makes_nothing(slug, email, words):
    CouncilFactory(slug="taken")
    with pytest.raises(CommandError, match=words):
        call_command("create_council", slug, "North", "--admin", email)
    assert Council.objects.count() == 1
    assert not User.objects.exists()


def test_create_council_says_when_the_mail_could_not_go(sends_at_once, monkeypatch):
    def no_server(self):
        raise ConnectionRefusedError("no server")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", no_server)
        with pytest.raises(CommandError, match=r"run “invite_administrator north ada@example\.org”"):
            call_command("create_council", "north", "North", "--admin", "ada@example.org")
        with pytest.raises(CommandError, match="could not be sent"):
            call_command("invite_administrator", "north", "ada@example.org")
    assert mail.outbox == []
    call_command("invite_administrator", "north", "Ada@example.org")
    assert mail.outbox[0].to == ["ada@example.org"]
    assert Invitation.objects.get().sent_at is not None


def test_an_administrator_is_invited_to_a_council_that_has_none(sends_at_once, capsys):
    CouncilFactory(slug="north", name="North")
    with pytest.raises(CommandError, match="Councils: north"):
        call_command("invite_administrator", "south", "ada@example.org")
    with pytest.raises(CommandError, match="is not an email address"):
        call_command("invite_administrator", "north", "ada")
    assert not Invitation.objects.exists()
    call_command("invite_administrator", "north", "ada@example.org")
    assert capsys.readouterr().out == "Invited ada@example.org as administrator of North.\n"
    assert Invitation.objects.get().role == "administrator"


def test_a_set_up_address_is_printed_while_there_is_no_council(capsys, settings):
    settings.PUBLIC_URL = "https://plans.example.org"
    call_command("set_up_address")
    assert re.fullmatch(r"Set up: https://plans\.example\.org/set-up/[\w-]{43}/\n", capsys.readouterr().out)
    CouncilFactory()
    with pytest.raises(CommandError, match="has a council already"):
        call_command("set_up_address")
    call_command("set_up_address", "--if-needed")
    assert capsys.readouterr().out == ""


def test_a_set_up_address_needs_to_know_where_the_product_is(settings):
    settings.PUBLIC_URL = ""
    with pytest.raises(CommandError, match="PUBLIC_URL"):
        call_command("set_up_address")


def issue(capsys, *arguments):
    call_command("issue_api_key", *arguments)
    return capsys.readouterr().out.splitlines()


def test_issue_api_key_prints_the_key_alone_on_the_last_line(capsys):
    CouncilFactory(slug="north", name="North")
    lines = issue(
        capsys, "--council", "north", "--name", "Data warehouse", "--scope", "read", "--scope", "people:read"
    )
    assert lines[-1].startswith("send_") and " " not in lines[-1]
    client = ApiClient.objects.get()
    assert (client.name, client.scopes, client.expires_at) == (
        "Data warehouse",
        ["packs:read", "people:read", "read"],
        None,
    )
    answer = Client().get("/api/v1/councils/north/people", headers={"Authorization": f"Bearer {lines[-1]}"})
    assert answer.status_code == 200


def test_issue_api_key_for_all_but_packs(capsys):
    CouncilFactory(slug="north", name="North")
    key = issue(capsys, "--council", "north", "--name", "X", "--scope", "read", "--no-packs")[-1]
    assert ApiClient.objects.get().scopes == ["read"]
    client = Client(headers={"Authorization": f"Bearer {key}"})
    assert client.get("/api/v1/councils/north/packs").status_code == 403


def test_issue_api_key_for_some_days(capsys):
    CouncilFactory(slug="north", name="North")
    lines = issue(capsys, "--council", "north", "--name", "Trial", "--scope", "write", "--days", "30")
    life = ApiClient.objects.get().expires_at - ApiClient.objects.get().created_at
    assert life.days in (29, 30)
    assert "until it is withdrawn" not in lines[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["--council", "south", "--name", "X", "--scope", "read"],
            "Council “south” not found. Councils: north",
        ),
        (["--council", "north", "--name", " ", "--scope", "read"], "name of 1 to 100 characters"),
        (
            ["--council", "north", "--name", "X", "--scope", "root"],
            "at least one of these scopes: read, packs:read, people:read, small-numbers:read",
        ),
        (["--council", "north", "--name", "X", "--scope", "read", "--days", "0"], "whole number from 1"),
        (["--council", "north", "--name", "X", "--scope", "read", "--days", "99999999"], "from 1 to 3650"),
    ],
)
def test_issue_api_key_says_what_is_wrong(arguments, words):
    CouncilFactory(slug="north")
    with pytest.raises(CommandError, match=words):
        call_command("issue_api_key", *arguments)
    assert not ApiClient.objects.exists()


def test_create_roles_prints_sql_with_places_for_passwords(capsys):
    call_command("create_roles", "--database", "plans")
    sql = capsys.readouterr().out
    assert "create role app_owner login bypassrls password 'PASSWORD-OF-APP-OWNER';" in sql
    assert "create role app_web login nobypassrls" in sql
    assert 'create database "plans" owner app_owner' in sql


ADDRESSES = {"ENGINE": "django.db.backends.postgresql", "NAME": "plans", "HOST": "db"}


def addresses(**changed):
    """Settings of the three roles, with changes by role."""
    made = {
        role: ADDRESSES | {"USER": f"app_{role}", "PASSWORD": f"{role}'s"}
        for role in ("owner", "web", "worker")
    }
    for role, change in changed.items():
        made[role] = made[role] | change if change else {}
    return {"OWNER": made["owner"], "ROLES": {"web": made["web"], "worker": made["worker"]}}


def test_create_roles_takes_passwords_and_the_name_from_settings(capsys, settings):
    for name, value in addresses().items():
        setattr(settings, name, value)
    call_command("create_roles", "--from-settings")
    sql = capsys.readouterr().out
    assert "create role app_worker login nobypassrls password 'worker''s';" in sql
    assert "create role app_owner login bypassrls password 'owner''s';" in sql
    assert 'create database "plans" owner app_owner' in sql
    assert "PASSWORD-OF" not in sql


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"owner": {}}, "OWNER_DATABASE_URL is not set"),
        ({"web": {"USER": "postgres"}}, "DATABASE_URL must have the role app_web, not “postgres”"),
        ({"worker": {"PASSWORD": ""}}, "WORKER_DATABASE_URL has no password"),
        ({"web": {"NAME": "other"}}, "different databases: other, plans"),
    ],
)
def test_create_roles_names_the_address_that_does_not_fit(changed, words, settings):
    for name, value in addresses(**changed).items():
        setattr(settings, name, value)
    with pytest.raises(CommandError, match=words):
        call_command("create_roles", "--from-settings")


def test_docker_compose_creates_the_same_roles():
    compose = (settings.BASE_DIR / "docker-compose.yml").read_text()
    script = compose.partition("<<'SQL'\n")[2].partition("SQL\n")[0]
    for name in ("owner", "web", "worker"):
        script = script.replace(f":'{name}'", f"'PASSWORD-OF-APP-{name.upper()}'")
    printed = with_places("sendplan").splitlines()
    assert [line.strip() for line in script.splitlines() if line.strip()] == [
        line for line in printed if line and not line.startswith("--")
    ]
