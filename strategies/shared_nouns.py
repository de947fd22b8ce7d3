"""Keep the words for strand and deliverable that all plans of a council share on the council, so that no page asks.

Triggers keep them, as they keep the change log, because a plan can also be loaded, copied, undone or removed.
"""

from __future__ import annotations

_COUNCILS = {"insert": "new_rows", "update": "new_rows", "delete": "old_rows"}


def _shared(noun: str) -> str:
    """SQL for the word that all plans use, "" if they use several or there is no plan."""
    return f"case when count(distinct lower({noun})) = 1 then min({noun}) else '' end as {noun}"


SHARE = f"""
    update public.councils_council council
    set strand_noun = shared.strand_noun, deliverable_noun = shared.deliverable_noun
    from (
        select {_shared("strand_noun")}, {_shared("deliverable_noun")}
        from public.strategies_strategy where council_id = changed
    ) shared
    where council.id = changed
    and (council.strand_noun, council.deliverable_noun) <> (shared.strand_noun, shared.deliverable_noun)
"""
"""Writes to the council `changed` only if its words are others now."""


def _function(event: str, rows: str) -> str:
    return f"""
create or replace function strategies_nouns_on_{event}() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $body$
declare
    changed bigint;
begin
    for changed in select distinct council_id from {rows} loop
        {SHARE};
    end loop;
    return null;
end
$body$;
"""


CREATE_TRIGGERS = "".join(
    _function(event, rows)
    # By their name they fire after the change log's triggers. These hold the council's counter, so that of two who
    # change plans at once the second sees what the first wrote.
    + f"create trigger nouns_of_plans_{event} after {event} on strategies_strategy "
    f"referencing {rows.split('_')[0]} table as {rows} "
    f"for each statement execute function strategies_nouns_on_{event}();"
    for event, rows in _COUNCILS.items()
)
"""For a migration. The functions run with the rights of the role that writes, which may write the directory."""

DROP_TRIGGERS = (
    "".join(f"drop trigger nouns_of_plans_{event} on strategies_strategy;" for event in _COUNCILS)
    + "drop function strategies_nouns_on_insert(), strategies_nouns_on_update(), strategies_nouns_on_delete();"
)

FILL = f"""
do $body$
declare
    changed bigint;
begin
    for changed in select id from public.councils_council loop
        {SHARE};
    end loop;
end
$body$;
"""
"""For a migration, by a role that sees the plans of all councils."""
