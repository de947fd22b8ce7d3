-- The change log as the version of a6d39be installed it. Later versions install something else in its place.

create or replace function councils_log_whole(content jsonb, personal text[]) returns jsonb
language sql immutable set search_path = pg_catalog as $body$
    select coalesce(
        jsonb_object_agg(key, case when key = any(personal) and value not in ('null', '""') then '"[personal]"' else value end),
        '{}')
    from jsonb_each(content)
$body$;

create or replace function councils_log_changed(content jsonb, other jsonb, personal text[]) returns jsonb
language sql immutable set search_path = pg_catalog as $body$
    select coalesce(
        jsonb_object_agg(key, case when key = any(personal) and value not in ('null', '""') then '"[personal]"' else value end),
        '{}')
    from jsonb_each(content) where value is distinct from other -> key
$body$;

create or replace function councils_log_insert() 
returns trigger language plpgsql security definer
set search_path = pg_catalog, public
set enable_nestloop = off
as $body$
declare
    batch record;
    last bigint;
begin

    for batch in select council_id, count(*) as n from new_rows group by council_id loop
        
        update public.councils_changecounter set seq = seq + batch.n
            where council_id = batch.council_id returning seq - batch.n into last;

        
        insert into public.councils_change
            (council_id, seq, "table", object_id, op, before, after, actor, verb, reason, request_id, at)

        select r.council_id, last + row_number() over (order by r.id), tg_table_name, r.public_id, 'insert',
            null, public.councils_log_whole(to_jsonb(r), tg_argv::text[]), 
            coalesce(current_setting('app.actor', true), ''), coalesce(current_setting('app.verb', true), ''),
            coalesce(current_setting('app.reason', true), ''), coalesce(current_setting('app.request_id', true), ''),
            now()

        from new_rows r where r.council_id = batch.council_id;
    end loop;
    return null;
end
$body$;

create or replace function councils_log_delete() 
returns trigger language plpgsql security definer
set search_path = pg_catalog, public
set enable_nestloop = off
as $body$
declare
    batch record;
    last bigint;
begin

    for batch in select council_id, count(*) as n from old_rows group by council_id loop
        
        update public.councils_changecounter set seq = seq + batch.n
            where council_id = batch.council_id returning seq - batch.n into last;

        
        insert into public.councils_change
            (council_id, seq, "table", object_id, op, before, after, actor, verb, reason, request_id, at)

        select r.council_id, last + row_number() over (order by r.id), tg_table_name, r.public_id, 'delete',
            public.councils_log_whole(to_jsonb(r), tg_argv::text[]), null, 
            coalesce(current_setting('app.actor', true), ''), coalesce(current_setting('app.verb', true), ''),
            coalesce(current_setting('app.reason', true), ''), coalesce(current_setting('app.request_id', true), ''),
            now()

        from old_rows r where r.council_id = batch.council_id;
    end loop;
    return null;
end
$body$;

create or replace function councils_log_update() 
returns trigger language plpgsql security definer
set search_path = pg_catalog, public
set enable_nestloop = off
as $body$
declare
    batch record;
    last bigint;
begin

    for batch in
        select n.council_id, count(*) as n from new_rows n join old_rows o on o.id = n.id
        where to_jsonb(o) is distinct from to_jsonb(n) group by n.council_id
    loop
        
        update public.councils_changecounter set seq = seq + batch.n
            where council_id = batch.council_id returning seq - batch.n into last;

        
        insert into public.councils_change
            (council_id, seq, "table", object_id, op, before, after, actor, verb, reason, request_id, at)

        select n.council_id, last + row_number() over (order by n.id), tg_table_name, n.public_id, 'update',
            public.councils_log_changed(to_jsonb(o), to_jsonb(n), tg_argv::text[]),
            public.councils_log_changed(to_jsonb(n), to_jsonb(o), tg_argv::text[]), 
            coalesce(current_setting('app.actor', true), ''), coalesce(current_setting('app.verb', true), ''),
            coalesce(current_setting('app.reason', true), ''), coalesce(current_setting('app.request_id', true), ''),
            now()

        from new_rows n join old_rows o on o.id = n.id
        where n.council_id = batch.council_id and to_jsonb(o) is distinct from to_jsonb(n);
    end loop;
    return null;
end
$body$;

create or replace function councils_start_counter() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $body$
begin
    insert into public.councils_changecounter (council_id, seq) values (new.id, 0);
    return null;
end
$body$;

revoke execute on function councils_log_whole(jsonb, text[]), councils_log_changed(jsonb, jsonb, text[]) from public;

create or replace trigger change_log_insert after insert on reporting_delivery referencing new table as new_rows
    for each statement execute function councils_log_insert('name', 'email', 'settled_by');

create or replace trigger change_log_update after update on reporting_delivery referencing old table as old_rows new table as new_rows
    for each statement execute function councils_log_update('name', 'email', 'settled_by');

create or replace trigger change_log_delete after delete on reporting_delivery referencing old table as old_rows
    for each statement execute function councils_log_delete('name', 'email', 'settled_by');
