"""What the definition of an indicator says besides, breaks in its series, and how derived rows are worked out."""

import django.db.models.deletion
import uuid_utils.compat
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from councils.tenancy import CouncilForeignKey, current_council_id
from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    dependencies = [("indicators", "0005_spc_rebases")]

    operations = [
        migrations.AlterField(
            "Indicator",
            "basis",
            models.CharField(
                blank=True,
                choices=[
                    ("quarter", "Quarter"),
                    ("month", "Month"),
                    ("financial", "Financial year"),
                    ("academic", "Academic year"),
                    ("calendar", "Calendar year"),
                    ("census", "Census date"),
                ],
                max_length=9,
            ),
        ),
        migrations.AddField(
            "Indicator", "breakdown_code", models.CharField(blank=True, db_default="", default="", max_length=100)
        ),
        migrations.AddField("Indicator", "decimals", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AddField(
            "Indicator", "source", models.CharField(blank=True, db_default="", default="", max_length=300)
        ),
        migrations.AddField("Indicator", "next_value_due_on", models.DateField(blank=True, null=True)),
        migrations.AddField(
            "Indicator",
            "default_tolerance",
            models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True),
        ),
        migrations.AddField("Indicator", "is_contextual", models.BooleanField(db_default=False, default=False)),
        migrations.AddField("Indicator", "is_headline", models.BooleanField(db_default=False, default=False)),
        migrations.AddConstraint(
            "Indicator",
            models.CheckConstraint(
                condition=models.Q(("decimals", None), ("decimals__lte", 4), _connector="OR"),
                name="indicator_decimals_stored",
            ),
        ),
        migrations.AddConstraint(
            "Indicator",
            models.CheckConstraint(
                condition=models.Q(("default_tolerance", None), ("default_tolerance__gte", 0), _connector="OR"),
                name="indicator_tolerance_not_negative",
            ),
        ),
        migrations.AddField(
            "Indicator",
            "formula",
            models.CharField(
                blank=True,
                choices=[
                    ("difference", "A difference, such as a gap"),
                    ("ratio", "A ratio, as a number"),
                    ("share", "A ratio, as a percentage"),
                    ("pooled", "A pooled percentage"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "Indicator",
            models.CheckConstraint(
                condition=models.Q(("formula", ""), ("kind", "derived"), _connector="OR"),
                name="indicator_formula_of_derived_row",
            ),
        ),
        migrations.AddField(
            "Reading",
            "sources",
            ArrayField(models.CharField(max_length=300), blank=True, db_default=[], default=list),
        ),
        migrations.AddField("Reading", "derived", models.BooleanField(db_default=False, default=False)),
        migrations.CreateModel(
            "FormulaPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        default=current_council_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
                (
                    "indicator",
                    CouncilForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="formula_parts",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "operand",
                    CouncilForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="used_in",
                        to="indicators.indicator",
                    ),
                ),
            ],
            options={"ordering": ["position", "id"]},
        ),
        migrations.AddConstraint(
            "FormulaPart",
            models.UniqueConstraint(fields=("council", "indicator", "operand"), name="formulapart_row_once"),
        ),
        migrations.AddConstraint(
            "FormulaPart",
            models.CheckConstraint(
                condition=models.Q(("indicator", models.F("operand")), _negated=True),
                name="formulapart_of_another_row",
            ),
        ),
        migrations.CreateModel(
            "Predecessor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ("name", models.CharField(max_length=200)),
                ("ons_code", models.CharField(blank=True, max_length=9)),
                ("dfe_code", models.CharField(blank=True, max_length=3)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField()),
                ("note", models.TextField(blank=True)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        default=current_council_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
            ],
            options={"ordering": ["-ended_on", "name", "id"]},
        ),
        migrations.AddConstraint(
            "Predecessor",
            models.UniqueConstraint(fields=("council", "name", "ended_on"), name="predecessor_once"),
        ),
        migrations.AddConstraint(
            "Predecessor",
            models.CheckConstraint(
                condition=models.Q(
                    ("starts_on", None), ("starts_on__lte", models.F("ended_on")), _connector="OR"
                ),
                name="predecessor_ends_after_start",
            ),
        ),
        migrations.CreateModel(
            "SeriesBreak",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ("period", models.CharField(max_length=12)),
                ("starts_on", models.DateField()),
                ("note", models.TextField()),
                ("recorded_on", models.DateField()),
                ("by_name", models.CharField(max_length=200)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        default=current_council_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
                (
                    "indicator",
                    CouncilForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="series_breaks",
                        to="indicators.indicator",
                    ),
                ),
            ],
            options={"ordering": ["starts_on", "id"]},
        ),
        migrations.AddConstraint(
            "SeriesBreak",
            models.UniqueConstraint(
                fields=("council", "indicator", "period"), name="seriesbreak_once_per_period"
            ),
        ),
        migrations.AddConstraint(
            "SeriesBreak",
            models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True), name="seriesbreak_explained"
            ),
        ),
        ProtectTables("FormulaPart", "Predecessor", "SeriesBreak"),
    ]
