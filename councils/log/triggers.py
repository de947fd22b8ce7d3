"""SQL of the triggers for the change log and for append-only tables, for use in migrations.

The trigger functions run with their owner's rights and nobody may call them, so the application can read the log but
not write it. Keep `enable_nestloop = off`: a plan cached from a one-row update made 5,000 rows take 3.4 s.
Columns named as trigger arguments hold personal data and are logged without their values. Measurements:
`docs/decisions/0002-change-log.md`.
"""

_HEAD = """
returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set enable_nestloop = off
as $body$
declare
    batch record;
    last bigint;
begin
"""

_TAKE_NUMBERS = """
        update public.councils_changecounter set seq = seq + batch.n
            where council_id = batch.council_id returning seq - batch.n into last;
"""

_INSERT_INTO_LOG = """
        insert into public.councils_change
            (council_id, seq, "table", object_id, op, before, after, actor, verb, reason, request_id, at)
"""

_WHO = """
            coalesce(current_setting('app.actor', true), ''), coalesce(current_setting('app.verb', true), ''),
            coalesce(current_setting('app.reason', true), ''), coalesce(current_setting('app.request_id', true), ''),
            now()
"""


def _shown(value: str) -> str:
    """SQL for a column's value in the log. A personal column gives '[personal]' unless it is empty."""
    return (
        f"case when key = any(tg_argv::text[]) and {value} not in ('null', '\"\"') "
        f"then '\"[personal]\"' else {value} end"
    )


_WHOLE_ROW = f"""
            case when tg_nargs = 0 then to_jsonb(r)
                else (select jsonb_object_agg(key, {_shown("value")}) from jsonb_each(to_jsonb(r))) end
"""

FUNCTIONS = f"""
create or replace function councils_log_insert() {_HEAD}
    for batch in select council_id, count(*) as n from new_rows group by council_id loop
        {_TAKE_NUMBERS}
        {_INSERT_INTO_LOG}
        select r.council_id, last + row_number() over (order by r.id), tg_table_name, r.public_id, 'insert',
            null, {_WHOLE_ROW}, {_WHO}
        from new_rows r where r.council_id = batch.council_id;
    end loop;
    return null;
end
$body$;

create or replace function councils_log_delete() {_HEAD}
    for batch in select council_id, count(*) as n from old_rows group by council_id loop
        {_TAKE_NUMBERS}
        {_INSERT_INTO_LOG}
        select r.council_id, last + row_number() over (order by r.id), tg_table_name, r.public_id, 'delete',
            {_WHOLE_ROW}, null, {_WHO}
        from old_rows r where r.council_id = batch.council_id;
    end loop;
    return null;
end
$body$;

create or replace function councils_log_update() {_HEAD}
    for batch in
        select n.council_id, count(*) as n from new_rows n join old_rows o on o.id = n.id
        where o is distinct from n group by n.council_id
    loop
        {_TAKE_NUMBERS}
        {_INSERT_INTO_LOG}
        select pair.council_id, last + row_number() over (order by pair.id), tg_table_name, pair.public_id, 'update',
            coalesce(changed.before, '{{}}'), coalesce(changed.after, '{{}}'), {_WHO}
        from (
            select n.council_id, n.id, n.public_id, to_jsonb(o) as old, to_jsonb(n) as new
            from new_rows n join old_rows o on o.id = n.id
            where n.council_id = batch.council_id and o is distinct from n
            offset 0
        ) pair
        cross join lateral (
            select
                jsonb_object_agg(key, {_shown("pair.old -> key")}) as before,
                jsonb_object_agg(key, {_shown("value")}) as after
            from jsonb_each(pair.new) where value is distinct from pair.old -> key
        ) changed;
    end loop;
    return null;
end
$body$;

create or replace function councils_refuse() returns trigger language plpgsql set search_path = pg_catalog as $body$
begin
    raise exception '% may only grow: % is refused', tg_table_name, tg_op;
end
$body$;

create or replace function councils_start_counter() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $body$
begin
    insert into public.councils_changecounter (council_id, seq) values (new.id, 0);
    return null;
end
$body$;

revoke execute on function councils_log_insert(), councils_log_delete(), councils_log_update(), councils_start_counter() from public;
"""
"""Also replaces the functions of an earlier version: a change here needs a migration that runs it again."""

CREATE = f"""{FUNCTIONS}
create trigger start_counter after insert on councils_council
    for each row execute function councils_start_counter();
"""


def append_only(table: str) -> str:
    """SQL triggers that reject UPDATE, DELETE and TRUNCATE on a table, for every role."""
    return (
        f"create trigger only_grows before update or delete on {table} "
        "for each row execute function councils_refuse();"
        f"create trigger never_emptied before truncate on {table} "
        "for each statement execute function councils_refuse();"
    )
