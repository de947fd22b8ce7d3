"""The SQL of the change log and of what can only grow, in one place for the migrations that install it.

The trigger functions run with their owner's rights and nobody may call them, so the application can read the log and
never write it. `enable_nestloop = off` matters: a plan cached from a one-row update made 5,000 rows take 3.4 s.
Columns named as trigger arguments hold personal data and are logged without their values. Measured in
`docs/decisions/0002-change-log.md`.
"""

_HEAD = """
returns trigger language plpgsql security definer
set search_path = pg_catalog, public
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

CREATE = f"""
create function councils_log_whole(content jsonb, personal text[]) returns jsonb
language sql immutable set search_path = pg_catalog as $body$
    select coalesce(
        jsonb_object_agg(key, case when key = any(personal) and value not in ('null', '""') then '"[personal]"' else value end),
        '{{}}')
    from jsonb_each(content)
$body$;

create function councils_log_changed(content jsonb, other jsonb, personal text[]) returns jsonb
language sql immutable set search_path = pg_catalog as $body$
    select coalesce(
        jsonb_object_agg(key, case when key = any(personal) and value not in ('null', '""') then '"[personal]"' else value end),
        '{{}}')
    from jsonb_each(content) where value is distinct from other -> key
$body$;

create function councils_log_insert() {_HEAD}
    for batch in select council_id, count(*) as n from new_rows group by council_id loop
        {_TAKE_NUMBERS}
        {_INSERT_INTO_LOG}
        select r.council_id, last + row_number() over (order by r.id), tg_table_name, r.public_id, 'insert',
            null, public.councils_log_whole(to_jsonb(r), tg_argv::text[]), {_WHO}
        from new_rows r where r.council_id = batch.council_id;
    end loop;
    return null;
end
$body$;

create function councils_log_delete() {_HEAD}
    for batch in select council_id, count(*) as n from old_rows group by council_id loop
        {_TAKE_NUMBERS}
        {_INSERT_INTO_LOG}
        select r.council_id, last + row_number() over (order by r.id), tg_table_name, r.public_id, 'delete',
            public.councils_log_whole(to_jsonb(r), tg_argv::text[]), null, {_WHO}
        from old_rows r where r.council_id = batch.council_id;
    end loop;
    return null;
end
$body$;

create function councils_log_update() {_HEAD}
    for batch in
        select n.council_id, count(*) as n from new_rows n join old_rows o on o.id = n.id
        where to_jsonb(o) is distinct from to_jsonb(n) group by n.council_id
    loop
        {_TAKE_NUMBERS}
        {_INSERT_INTO_LOG}
        select n.council_id, last + row_number() over (order by n.id), tg_table_name, n.public_id, 'update',
            public.councils_log_changed(to_jsonb(o), to_jsonb(n), tg_argv::text[]),
            public.councils_log_changed(to_jsonb(n), to_jsonb(o), tg_argv::text[]), {_WHO}
        from new_rows n join old_rows o on o.id = n.id
        where n.council_id = batch.council_id and to_jsonb(o) is distinct from to_jsonb(n);
    end loop;
    return null;
end
$body$;

create function councils_refuse() returns trigger language plpgsql set search_path = pg_catalog as $body$
begin
    raise exception '% may only grow: % is refused', tg_table_name, tg_op;
end
$body$;

create function councils_start_counter() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    insert into public.councils_changecounter (council_id, seq) values (new.id, 0);
    return null;
end
$body$;

create trigger start_counter after insert on councils_council
    for each row execute function councils_start_counter();

revoke execute on function councils_log_whole(jsonb, text[]), councils_log_changed(jsonb, jsonb, text[]),
    councils_log_insert(), councils_log_delete(), councils_log_update(), councils_start_counter() from public;
"""


def append_only(table: str) -> str:
    """SQL that lets a table grow and nothing else, whoever asks."""
    return (
        f"create trigger only_grows before update or delete on {table} "
        "for each row execute function councils_refuse();"
        f"create trigger never_emptied before truncate on {table} "
        "for each statement execute function councils_refuse();"
    )
