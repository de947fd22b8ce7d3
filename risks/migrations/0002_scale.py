"""The council's own scale of risks, with up to 6 steps."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import councils.tenancy.context
from councils.tenancy.row_security import ProtectTables

GIVEN = ("inherent_likelihood", "inherent_impact", "current_likelihood", "current_impact")
TARGET = ("target_likelihood", "target_impact")
STEPS = [django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(6)]


def _words(length):
    return django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=length), size=None)


def _is_a_step(name):
    within = models.Q((f"{name}__gte", 1), (f"{name}__lte", 6))
    whole = models.Q(within, (name, None), _connector="OR") if name in TARGET else within
    return models.CheckConstraint(condition=whole, name=f"risk_{name}_is_a_step")


class Migration(migrations.Migration):

    dependencies = [
        ("councils", "0012_small_numbers"),
        ("risks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RiskScale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ("likelihoods", _words(40)),
                ("impacts", _words(40)),
                ("bands", _words(50)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        default=councils.tenancy.context.current_council_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
            ],
            options={"verbose_name": "scale of risks", "verbose_name_plural": "scales of risks"},
        ),
        migrations.AddConstraint(
            model_name="riskscale",
            constraint=models.UniqueConstraint(fields=("council",), name="riskscale_once"),
        ),
        *(
            migrations.RemoveConstraint(model_name="risk", name=f"risk_{name}_1_to_5")
            for name in (*GIVEN, *TARGET)
        ),
        *(
            migrations.AlterField(
                model_name="risk", name=name, field=models.PositiveSmallIntegerField(validators=STEPS)
            )
            for name in GIVEN
        ),
        *(
            migrations.AlterField(
                model_name="risk",
                name=name,
                field=models.PositiveSmallIntegerField(blank=True, null=True, validators=STEPS),
            )
            for name in TARGET
        ),
        *(migrations.AddConstraint(model_name="risk", constraint=_is_a_step(name)) for name in (*GIVEN, *TARGET)),
        ProtectTables("RiskScale"),
    ]
