"""Triggers that keep a published version and its steps as they are, for every role of the database."""

KEEP = """
create function plan_versions_keep_published() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $body$
begin
    raise exception 'version % is published and stays as it is: % is refused', old.id, tg_op;
end
$body$;

create trigger keep_published before update or delete on plan_versions_planversion
    for each row when (old.state = 'published') execute function plan_versions_keep_published();

create function plan_versions_keep_steps() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $body$
declare
    is_published boolean;
begin
    if tg_op = 'UPDATE' and new.plan_version_id = old.plan_version_id and new.place = old.place
       and new.kind = old.kind and new.words = old.words and new.position = old.position
       and new.comment = old.comment and new.returned_on is not distinct from old.returned_on
       and new.approval_id is not distinct from old.approval_id then
        return new;
    end if;
    select bool_or(state = 'published') into is_published from plan_versions_planversion
    where id in (case when tg_op <> 'INSERT' then old.plan_version_id end,
                 case when tg_op <> 'DELETE' then new.plan_version_id end);
    if is_published then
        raise exception 'the steps of a published version stay as they are: % is refused', tg_op;
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$body$;

create trigger keep_published before insert or update or delete on plan_versions_approvalstep
    for each row execute function plan_versions_keep_steps();
"""
"""A step may only lead to another person, because two people of the plan can turn out to be one."""
DROP = """
drop trigger keep_published on plan_versions_planversion;
drop trigger keep_published on plan_versions_approvalstep;
drop function plan_versions_keep_published();
drop function plan_versions_keep_steps();
"""
