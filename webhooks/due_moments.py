"""SQL of the trigger that says with each change which council's endpoints are to be looked at.

A council without an endpoint has no row, so the trigger finds nothing there. It always writes the row, also when the
moment stays: a visit that is about to say "nothing is due" then waits for this change, and sees it. The row is locked
after the council's counter, and a visit never locks the counter after the row, so the two cannot deadlock.
"""

CREATE_TRIGGER = """
create or replace function webhooks_due_on_change() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $body$
begin
    update public.webhooks_webhookmoment set due_at = least(coalesce(due_at, now()), now())
        where council_id = new.council_id;
    return null;
end
$body$;
create trigger webhook_moment after update on councils_changecounter
    for each row execute function webhooks_due_on_change();
"""

DROP_TRIGGER = """
drop trigger webhook_moment on councils_changecounter;
drop function webhooks_due_on_change();
"""
