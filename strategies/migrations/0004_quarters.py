"""Who closed and reopened a quarter and what was missing then, and the council's days of grace."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import councils.tenancy
from councils.tenancy.row_security import ProtectTables, RenewLogTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("strategies", "0003_lists_are_edited_as_a_whole"),
        ("councils", "0007_change_by_time"),
    ]

    operations = [
        migrations.AddField("ReportingPeriod", "closed_by_name", models.CharField(blank=True, db_default="", default="", max_length=200)),
        migrations.AddField("ReportingPeriod", "closed_reason", models.TextField(blank=True, default="", db_default="")),
        migrations.AddField(
            "ReportingPeriod",
            "exceptions",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField("ReportingPeriod", "reopened_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "ReportingPeriod", "reopened_by_name", models.CharField(blank=True, db_default="", default="", max_length=200)
        ),
        migrations.CreateModel(
            name="QuarterSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ("days_of_grace", models.PositiveSmallIntegerField(default=5)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        default=councils.tenancy.current_council_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
            ],
            options={
                "verbose_name": "setting of the quarters",
                "verbose_name_plural": "settings of the quarters",
                "constraints": [
                    models.UniqueConstraint(fields=("council",), name="quartersettings_once"),
                    models.CheckConstraint(
                        condition=models.Q(("days_of_grace__lte", 60)), name="quartersettings_days_of_grace"
                    ),
                ],
            },
        ),
        ProtectTables("QuarterSettings"),
        RenewLogTriggers("ReportingPeriod"),
    ]
