"""A deliverable can be dropped, merged into another, and have an accountable person.

Positions may now be exchanged in one statement, so their constraints are checked after each statement, not each row.
"""

import django.db.models.deletion
from django.db import migrations, models

import councils.tenancy

KEYS = "".join(
    f"""
alter table deliverables_deliverable add constraint deliverables_deliverable_{column}_wall
    foreign key (council_id, {column}) references {other} (council_id, id) deferrable initially deferred;
create index deliverables_deliverable_{column}_idx on deliverables_deliverable (council_id, {column});
"""
    for column, other in (
        ("accountable_person_id", "councils_person"),
        ("merged_into_id", "deliverables_deliverable"),
    )
)

POSITIONS = (
    ("deliverable", "strand", "deliverable_position_once_per_strand"),
    ("duepoint", "deliverable", "duepoint_position_once"),
    ("assignment", "deliverable", "assignment_position_once"),
)


class Migration(migrations.Migration):
    dependencies = [("deliverables", "0003_quarter_of_updates"), ("councils", "0002_wall")]

    operations = [
        migrations.AddField(
            model_name="deliverable",
            name="accountable_person",
            field=councils.tenancy.CouncilForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="accountable_for",
                to="councils.person",
            ),
        ),
        migrations.AddField(
            model_name="deliverable",
            name="dropped_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="deliverable",
            name="dropped_reason",
            field=models.TextField(blank=True, default="", db_default=""),
        ),
        migrations.AddField(
            model_name="deliverable",
            name="merged_into",
            field=councils.tenancy.CouncilForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merged_from",
                to="deliverables.deliverable",
            ),
        ),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="deliverable",
            constraint=models.CheckConstraint(
                condition=~models.Q(dropped_on=None) | models.Q(dropped_reason=""),
                name="deliverable_dropped_has_a_day",
            ),
        ),
        *(
            operation
            for model, whole, name in POSITIONS
            for operation in (
                migrations.RemoveConstraint(model_name=model, name=name),
                migrations.AddConstraint(
                    model_name=model,
                    constraint=models.UniqueConstraint(
                        fields=("council", whole, "position"),
                        name=name,
                        deferrable=models.Deferrable.IMMEDIATE,
                    ),
                ),
            )
        ),
    ]
