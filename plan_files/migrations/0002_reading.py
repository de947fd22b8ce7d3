"""A long file is read in the background: how far it is, which worker has it, and why it could not be read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("plan_files", "0001_imports")]

    operations = [
        migrations.RemoveConstraint(model_name="planimport", name="planimport_done_has_a_plan"),
        migrations.AlterField(
            model_name="planimport",
            name="state",
            field=models.CharField(
                choices=[
                    ("reading", "Being read"),
                    ("failed", "Could not be read"),
                    ("workbook", "Workbook"),
                    ("draft", "Draft"),
                    ("done", "Imported"),
                ],
                default="draft",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="planimport",
            name="progress",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            model_name="planimport",
            name="error",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="planimport",
            name="attempts",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="planimport",
            name="lease_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="planimport",
            name="lease_holder",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="planimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "done"), _negated=True)
                | models.Q(("done_at__isnull", False), ("strategy__isnull", False)),
                name="planimport_done_has_a_plan",
            ),
        ),
    ]
