"""Keep and read the directory of due moments, so that the clock only visits councils in which something is due.

Triggers keep it, as they keep the change log, because a write that sets a moment can then not forget it. They only ever
lower a council's moment. The council's own sweep sets it again from the rows, which hold the truth. Why this loses no
moment and cannot deadlock: docs/decisions/0003-packs-and-mail.md.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from councils.tenancy.due_moments import take_due_councils

from .models import DueMoment

VISIT_AGAIN_AFTER = timedelta(seconds=25)
"""When the clock queues a council's sweep again that has not run. It is a little less than the clock's interval
(`sendplan/celery.py`), so that its next turn finds the council. The message expires at the same time, so no two of them
wait for one council."""

WAKE_AGAIN_AFTER = timedelta(minutes=1)
"""When a council's sweep looks again at work that was due and for which it has woken a worker."""

CHECK_WITHIN = timedelta(hours=6)
"""The time over which the full check spreads its visits. The clock starts one as often."""

_STATES = "('frozen', 'rendering', 'queued', 'claimed', 'transmitting', 'retry_wait')"


def _moment(now: str) -> str:
    """SQL for the moment at which a pack or a delivery is due, null if it waits for nothing."""
    return (
        "case when state in ('frozen', 'retry_wait') then next_attempt_at "
        "when state in ('rendering', 'claimed', 'transmitting') then lease_until "
        f"when state = 'queued' then {now} end"
    )


_LOWER = """
    on conflict (council_id) do update set due_at = excluded.due_at
    where packs_duemoment.due_at is null or excluded.due_at < packs_duemoment.due_at
"""


def _trigger_function(event: str, moments: str) -> str:
    return f"""
create or replace function packs_due_on_{event}() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $body$
begin
    insert into public.packs_duemoment (council_id, due_at)
    select council_id, min(moment) from ({moments}) due where moment is not null group by council_id
    {_LOWER};
    return null;
end
$body$;
"""


def _moments_of(rows: str) -> str:
    return f"select council_id, id, {_moment('now()')} as moment from {rows}"


CREATE_TRIGGERS = (
    _trigger_function("insert", _moments_of("new_rows"))
    # An update counts if it sets another moment. Any other locks nothing: it may not hold the council's counter.
    + _trigger_function("update", f"{_moments_of('new_rows')} except {_moments_of('old_rows')}")
    + "".join(
        # By their name they fire after the change log's triggers, which hold the council's counter.
        f"create trigger due_moment_insert after insert on {table} referencing new table as new_rows "
        "for each statement execute function packs_due_on_insert();"
        f"create trigger due_moment_update after update on {table} "
        "referencing old table as old_rows new table as new_rows "
        "for each statement execute function packs_due_on_update();"
        for table in ("reporting_pack", "reporting_delivery")
    )
)
"""For a migration. The functions run with the rights of the role that writes, which may write the directory."""


def _triggers_of_column(name: str, table: str, column: str, *, trigger: str) -> str:
    """Triggers for a column that is a moment whatever else the row holds."""
    moments = f"select council_id, id, {column} as moment from"
    return (
        _trigger_function(f"{name}_insert", f"{moments} new_rows")
        + _trigger_function(f"{name}_update", f"{moments} new_rows except {moments} old_rows")
        + f"create trigger {trigger}_insert after insert on {table} referencing new table as new_rows "
        f"for each statement execute function packs_due_on_{name}_insert();"
        f"create trigger {trigger}_update after update on {table} "
        "referencing old table as old_rows new table as new_rows "
        f"for each statement execute function packs_due_on_{name}_update();"
    )


CREATE_CYCLE_TRIGGERS = _triggers_of_column("cycle", "packs_boardcycle", "next_look_at", trigger="due_moment")
"""As `CREATE_TRIGGERS`, for the cycles of boards."""

CREATE_CHECK_TRIGGERS = _triggers_of_column(
    "check", "reporting_delivery", "check_at", trigger="due_moment_of_check"
)
"""As `CREATE_TRIGGERS`, for deliveries of which GOV.UK Notify is to be asked."""

DROP_CHECK_TRIGGERS = (
    "drop trigger due_moment_of_check_insert on reporting_delivery;"
    "drop trigger due_moment_of_check_update on reporting_delivery;"
    "drop function packs_due_on_check_insert(), packs_due_on_check_update();"
)

DROP_CYCLE_TRIGGERS = (
    "drop trigger due_moment_insert on packs_boardcycle; drop trigger due_moment_update on packs_boardcycle;"
    "drop function packs_due_on_cycle_insert(), packs_due_on_cycle_update();"
)

DROP_TRIGGERS = (
    "".join(
        f"drop trigger due_moment_{event} on {table};"
        for table in ("reporting_pack", "reporting_delivery")
        for event in ("insert", "update")
    )
    + "drop function packs_due_on_insert(), packs_due_on_update();"
)

ALL_MOMENTS = (
    f"select council_id, {_moment('now()')} as moment from reporting_pack "
    f"union all select council_id, {_moment('now()')} from reporting_delivery"
)
"""The moments of all councils. Only the owner sees them: a migration fills the directory from this."""

_SETTLE = f"""
update packs_duemoment set due_at = (
    select min(case when moment <= %(now)s then %(again)s else moment end) from (
        select {_moment("%(now)s")} as moment from reporting_pack
        where council_id = %(council)s and state in {_STATES}
        union all
        select {_moment("%(now)s")} from reporting_delivery
        where council_id = %(council)s and state in {_STATES}
        union all
        select next_look_at from packs_boardcycle where council_id = %(council)s
        union all
        select check_at from reporting_delivery where council_id = %(council)s and check_at is not null
    ) due
) where council_id = %(council)s
"""

_VISIT_ALL = f"""
insert into packs_duemoment (council_id, due_at)
select id, %(now)s + (%(until)s - %(now)s) * ((row_number() over (order by id) - 1)::float / count(*) over ())
from councils_council order by id
{_LOWER}
"""


def take_due(now: datetime) -> list[int]:
    """Ids of the councils in which something is due, each taken once, as `take_due_councils` says."""
    return take_due_councils(DueMoment, now, again_after=VISIT_AGAIN_AFTER)


def settle(council_id: int, now: datetime) -> None:
    """Set the council's moment from its rows, after all that was due has been done or woken.

    Call it last in the council's transaction. It waits for writers that have lowered the moment, and sees what they
    wrote.
    """
    DueMoment.objects.select_for_update().get_or_create(council_id=council_id)
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, {"council": council_id, "now": now, "again": now + WAKE_AGAIN_AFTER})


def visit_all(now: datetime) -> None:
    """Have every council swept within `CHECK_WITHIN`, one after the other. That repairs any moment that is wrong."""
    with connection.cursor() as cursor:
        cursor.execute(_VISIT_ALL, {"now": now, "until": now + CHECK_WITHIN})
