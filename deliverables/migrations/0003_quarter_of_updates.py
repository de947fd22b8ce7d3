"""Store the first day of its quarter with each update, so that one index finds the latest update of a deliverable.

The composite key to the quarter is extended by the day, so that the two can never differ. Nothing is news here, so the
change log's trigger is off while the rows of earlier versions are filled. All of it is one transaction: updates wait
for it, a few seconds for each million of them, and if anything fails, the table is as it was.
"""

from typing import Any

from django.db import migrations, models

FILL = """
update deliverables_progressupdate u set quarter_starts_on = p.starts_on
from strategies_reportingperiod p where p.council_id = u.council_id and p.id = u.period_id
"""

EXTEND_KEY = """
alter table strategies_reportingperiod
    add constraint strategies_reportingperiod_wall_starts_on unique (council_id, id, starts_on);
alter table deliverables_progressupdate drop constraint deliverables_progressupdate_period_id_wall;
alter table deliverables_progressupdate add constraint deliverables_progressupdate_period_id_wall
    foreign key (council_id, period_id, quarter_starts_on)
    references strategies_reportingperiod (council_id, id, starts_on) deferrable initially deferred;
"""

SHORTEN_KEY = """
alter table deliverables_progressupdate drop constraint deliverables_progressupdate_period_id_wall;
alter table deliverables_progressupdate add constraint deliverables_progressupdate_period_id_wall
    foreign key (council_id, period_id)
    references strategies_reportingperiod (council_id, id) deferrable initially deferred;
alter table strategies_reportingperiod drop constraint strategies_reportingperiod_wall_starts_on;
"""


def fill(apps: Any, schema_editor: Any) -> None:
    """Fill the column in every council's updates, without entries in the change log."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("alter table deliverables_progressupdate disable trigger change_log_update")
        cursor.execute(FILL)
        filled = cursor.rowcount
        cursor.execute("alter table deliverables_progressupdate enable trigger change_log_update")
        cursor.execute("select count(*) from deliverables_progressupdate")
        [number] = cursor.fetchone()
    if filled != number:
        raise RuntimeError(
            f"{number - filled} of {number} progress updates have no quarter. Nothing has been changed."
        )


class Migration(migrations.Migration):
    dependencies = [("deliverables", "0002_wall"), ("strategies", "0002_wall")]

    operations = [
        migrations.AddField(
            model_name="progressupdate",
            name="quarter_starts_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="progressupdate",
            name="quarter_starts_on",
            field=models.DateField(editable=False),
        ),
        migrations.RunSQL(EXTEND_KEY, SHORTEN_KEY),
        migrations.AddIndex(
            model_name="progressupdate",
            index=models.Index(
                fields=["council", "deliverable", "-quarter_starts_on", "-recorded_at", "-id"],
                include=["rag", "recorded_on", "sample"],
                name="progressupdate_latest",
            ),
        ),
    ]
