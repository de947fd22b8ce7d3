"""The live database enforces the wall, and the checks find each kind of gap."""

import pytest
from django.core.management import CommandError, call_command

from councils.tenancy.isolation_checks import faults
from tests.database_logins import ADMIN, OWNER, logged_in_as

pytestmark = pytest.mark.django_db


def test_the_wall_is_whole():
    assert faults() == []


def test_check_wall_says_so(capsys):
    call_command("check_wall")
    assert capsys.readouterr().out == "Row-level security between councils has no gaps.\n"


def test_check_wall_lists_gaps(monkeypatch):
    monkeypatch.setattr("councils.management.commands.check_wall.faults", lambda: ["t: has no council_id"])
    with pytest.raises(CommandError, match="t: has no council_id"):
        call_command("check_wall")


PERSON, POST = "councils_person", "councils_post"
SEEDED = {
    "row security off": (
        OWNER,
        f"alter table {PERSON} disable row level security",
        "councils_person: row security is not enabled",
    ),
    "row security not forced": (
        OWNER,
        f"alter table {PERSON} no force row level security",
        "councils_person: row security is not forced on the owner",
    ),
    "no policy": (
        OWNER,
        f"drop policy council_wall on {PERSON}",
        "councils_person: its policies are not exactly the wall's (found: none)",
    ),
    "a second, open policy": (
        OWNER,
        f"create policy also on {PERSON} using (true)",
        "councils_person: its policies are not exactly the wall's (found: also, council_wall)",
    ),
    "a policy with another condition": (
        OWNER,
        f"alter policy council_wall on {PERSON} using (true)",
        "councils_person: its policies are not exactly the wall's (found: council_wall)",
    ),
    "a policy that lets anything be written": (
        OWNER,
        f"alter policy council_wall on {PERSON} with check (true)",
        "councils_person: its policies are not exactly the wall's (found: council_wall)",
    ),
    "a policy for one role alone": (
        OWNER,
        f"alter policy council_wall on {PERSON} to app_web",
        "councils_person: its policies are not exactly the wall's (found: council_wall)",
    ),
    "a new table that nobody protected": (
        OWNER,
        "create table forgotten (id bigint primary key)",
        "forgotten: row security is not enabled",
    ),
    "a table in another schema": (
        OWNER,
        "create schema aside; create table aside.notes (id bigint primary key)",
        "aside.notes: is outside the schema public",
    ),
    "a directory table that is gone": (
        OWNER,
        "alter table councils_areacode rename to councils_area",
        "councils_areacode: is listed as a directory table but does not exist",
    ),
    "council_id may be null": (
        OWNER,
        f"alter table {PERSON} alter column council_id drop not null",
        "councils_person: council_id may be null",
    ),
    "an index without the council": (
        OWNER,
        f"create index by_name on {PERSON} (name)",
        "councils_person: the index by_name begins with name, not with council_id",
    ),
    "a unique key without the council": (
        OWNER,
        f"create unique index one_name on {PERSON} (lower(name))",
        "councils_person: the index one_name begins with lower(name::text), not with council_id",
    ),
    "a plain foreign key": (
        OWNER,
        f"alter table {POST} add foreign key (holder_id) references {PERSON} (id)",
        "councils_post: the foreign key (holder_id) to councils_person does not include council_id",
    ),
    "a composite key with its columns crossed": (
        OWNER,
        f"alter table {POST} add foreign key (holder_id, council_id) references {PERSON} (council_id, id)",
        "councils_post: the foreign key (holder_id, council_id) to councils_person does not include council_id",
    ),
    "a missing composite key": (
        OWNER,
        f"alter table {POST} drop constraint councils_post_holder_id_wall",
        "councils_post: holder_id has no composite key to councils_person",
    ),
    "a composite key that was never checked": (
        OWNER,
        f"alter table {POST} drop constraint councils_post_holder_id_wall; alter table {POST} add foreign key "
        f"(council_id, holder_id) references {PERSON} (council_id, id) not valid",
        "councils_post: the foreign key (council_id, holder_id) to councils_person is not validated",
    ),
    "a composite key that a null would switch off": (
        OWNER,
        f"alter table {PERSON} add constraint named unique (council_id, id, name); "
        f"alter table {POST} add column holder_name varchar(200), drop constraint councils_post_holder_id_wall, "
        f"add foreign key (council_id, holder_id, holder_name) references {PERSON} (council_id, id, name)",
        "councils_post: the foreign key (council_id, holder_id, holder_name) to councils_person is not checked where "
        "holder_name is null",
    ),
    "a directory table that refers to council data": (
        OWNER,
        "alter table councils_user add person_id bigint unique; "
        f"create unique index p on {PERSON} (id); "
        f"alter table councils_user add foreign key (person_id) references {PERSON} (id)",
        "councils_user: the foreign key (person_id) to councils_person leads from a directory table behind the wall",
    ),
    "no change log": (
        OWNER,
        f"drop trigger change_log_update on {PERSON}",
        "councils_person: the change log does not record update",
    ),
    "change log switched off": (
        OWNER,
        f"alter table {PERSON} disable trigger change_log_delete",
        "councils_person: the change log does not record delete",
    ),
    "change log that shows names": (
        OWNER,
        f"drop trigger change_log_insert on {PERSON}; create trigger change_log_insert after insert on {PERSON} "
        "referencing new table as new_rows for each statement execute function councils_log_insert('email')",
        "councils_person: on insert the change log would not hide the personal columns as declared",
    ),
    "a log that can be edited": (
        OWNER,
        "drop trigger only_grows on councils_change",
        "councils_change: rows may be changed or deleted",
    ),
    "a log that can be emptied": (
        OWNER,
        "alter table councils_securityevent disable trigger never_emptied",
        "councils_securityevent: the table may be emptied",
    ),
    "no counter for a new council": (
        OWNER,
        "drop trigger start_counter on councils_council",
        "councils_council: a new council gets no change counter",
    ),
    "truncate granted": (
        OWNER,
        f"grant truncate on {PERSON} to app_web",
        "app_web: has TRUNCATE on councils_person",
    ),
    "truncate granted to everybody": (
        OWNER,
        f"grant truncate on {PERSON} to public",
        "app_worker: has TRUNCATE on councils_person",
    ),
    "the log writable by the application": (
        OWNER,
        "grant insert on councils_change to app_worker",
        "app_worker: has INSERT on councils_change",
    ),
    "one column of the log writable": (
        OWNER,
        "grant update (seq) on councils_changecounter to app_web",
        "councils_changecounter: the column seq has rights of its own",
    ),
    "a right forgotten": (
        OWNER,
        f"revoke delete on {PERSON} from app_worker",
        "app_worker: lacks DELETE on councils_person",
    ),
    "a right that nobody uses": (
        OWNER,
        "grant delete on packs_duemoment to app_web",
        "app_web: has DELETE on packs_duemoment",
    ),
    "the application may make tables": (
        OWNER,
        "create schema own; grant create on schema own to app_web",
        "app_web: can create objects in the schema own",
    ),
    "a definer function that anybody can call": (
        OWNER,
        "create function peek() returns bigint language sql security definer as 'select 1::bigint'",
        "app_web: can execute peek, which runs with its owner's rights",
    ),
    "a view": (
        OWNER,
        f"create view everybody as select * from {PERSON}",
        "everybody: is a view that reads with its owner's rights (make it security_invoker)",
    ),
    "a materialized view": (
        OWNER,
        f"create materialized view everybody as select * from {PERSON}",
        "everybody: is a materialized view, which row security does not cover",
    ),
    "a rewriting rule": (
        OWNER,
        f"create rule aside as on delete to {PERSON} do instead nothing",
        "councils_person: the rule aside rewrites queries",
    ),
    "a role that passes row security": (
        ADMIN,
        "alter role app_web bypassrls",
        "app_web: can bypass row security",
    ),
    "a superuser": (ADMIN, "alter role app_worker superuser", "app_worker: is a superuser"),
    "a role that may act as the owner": (
        ADMIN,
        "grant app_owner to app_web",
        "app_web: is a member of app_owner and may act as it",
    ),
    "a table owned by the application": (
        ADMIN,
        f"alter table {PERSON} owner to app_worker",
        "app_worker: owns councils_person",
    ),
}


@pytest.mark.parametrize(("login", "seed", "fault"), SEEDED.values(), ids=SEEDED)
def test_a_gap_is_seen(login, seed, fault):
    with logged_in_as(login) as cursor:
        assert fault not in faults(cursor)
        cursor.execute(seed)
        assert fault in faults(cursor)


def test_every_seed_was_rolled_back():
    assert faults() == []
