"""Reasons not to start."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from councils.models import User
from councils.tenancy import start_checks as start
from tests.database_logins import OWNER
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_the_owner():
    web = {key: connection.settings_dict[key] for key in OWNER}
    connection.close()
    connection.settings_dict.update(OWNER)
    yield
    connection.close()
    connection.settings_dict.update(web)


@pytest.mark.django_db(transaction=True)
def test_a_role_that_passes_the_wall_does_not_serve(as_the_owner):
    with pytest.raises(ImproperlyConfigured, match="can bypass row-level security between councils"):
        start.refuse_unsafe_start()
    with pytest.raises(SystemExit, match="can bypass row-level security"):
        start.stop_unsafe_worker()
    assert Client().get("/readyz").json()["problems"] == [
        "The database role can bypass row-level security between councils."
    ]


def test_demonstration_accounts_serve_on_a_private_machine_alone(settings):
    UserFactory(is_demo=True)
    start.refuse_unsafe_start()
    settings.LOCAL = False
    with pytest.raises(ImproperlyConfigured, match="demonstration accounts"):
        start.refuse_unsafe_start()
    User.objects.update(is_active=False)
    start.refuse_unsafe_start()


def test_without_the_address_that_people_use_nothing_is_served(settings):
    settings.PUBLIC_URL = ""
    with pytest.raises(ImproperlyConfigured, match="Set PUBLIC_URL"):
        start.refuse_unsafe_start()


@pytest.fixture
def sql_ascii(as_the_owner):
    """Database with the encoding SQL_ASCII, which old servers create by default."""
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(
            "create database ascii_plans encoding 'SQL_ASCII' locale_provider libc locale 'C' template template0"
        )
    connection.close()
    connection.settings_dict["NAME"] = "ascii_plans"
    yield
    connection.close()
    connection.settings_dict["NAME"] = name
    with connection.cursor() as cursor:
        cursor.execute("drop database ascii_plans")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_not_utf_8_is_refused_in_a_sentence(sql_ascii):
    words = (
        "The database “ascii_plans” keeps text as SQL_ASCII, not as UTF8: make another one with "
        "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
    )
    with pytest.raises(ImproperlyConfigured, match=words):
        start.refuse_unsafe_start()
    for command in ("migrate", "check_wall"):
        with pytest.raises(CommandError, match=words):
            call_command(command)


def test_migrate_without_the_owners_address_says_which_one_to_set(settings):
    settings.OWNER = {}
    with pytest.raises(
        CommandError, match=r"^The role app_web may not change tables: set OWNER_DATABASE_URL"
    ):
        call_command("migrate")


def test_looking_for_migrations_needs_no_owner(settings, capsys):
    settings.OWNER = {}
    call_command("migrate", "--plan")
    call_command("migrate", "--check")
    assert "No planned migration operations" in capsys.readouterr().out
