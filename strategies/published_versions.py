"""Triggers that keep a published version, and its approvals in the version table, as they are.

What the table prints never changes again: the label, who approved and when. The order of the rows may, and so may the
person whom an approval leads to, because two people of the plan can turn out to be one.
"""

CREATE_TRIGGERS = """
create function strategies_keep_published_version() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $body$
begin
    if tg_op = 'DELETE' or new.label <> old.label or new.strategy_id <> old.strategy_id
       or new.published_on is distinct from old.published_on then
        raise exception 'version % is published and stays as it is: % is refused', old.id, tg_op;
    end if;
    return new;
end
$body$;

create trigger keep_published before update or delete on strategies_version
    for each row when (old.published_on is not null) execute function strategies_keep_published_version();

create function strategies_keep_published_approval() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $body$
declare
    is_published boolean;
begin
    if tg_op = 'UPDATE' and new.version_id = old.version_id and new.kind = old.kind
       and new.approver = old.approver and new.approved_on = old.approved_on then
        return new;
    end if;
    select bool_or(published_on is not null) into is_published from strategies_version
    where id in (case when tg_op <> 'INSERT' then old.version_id end,
                 case when tg_op <> 'DELETE' then new.version_id end);
    if is_published then
        raise exception 'the approvals of a published version stay as they are: % is refused', tg_op;
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end
$body$;

create trigger keep_published before insert or update or delete on strategies_approval
    for each row execute function strategies_keep_published_approval();

revoke execute on function strategies_keep_published_version(), strategies_keep_published_approval() from public;
"""
DROP_TRIGGERS = """
drop trigger keep_published on strategies_version;
drop trigger keep_published on strategies_approval;
drop function strategies_keep_published_version();
drop function strategies_keep_published_approval();
"""
