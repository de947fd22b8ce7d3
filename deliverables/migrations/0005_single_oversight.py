"""Boards can oversee single deliverables."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import councils.tenancy.context
import councils.tenancy.rows
from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0004_meetings_seats_and_former_holders"),
        ("councils", "0007_change_by_time"),
        ("deliverables", "0004_dropped_and_accountable"),
    ]

    operations = [
        migrations.CreateModel(
            name="SingleOversight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                (
                    "board",
                    councils.tenancy.rows.CouncilForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="single_oversights",
                        to="boards.board",
                    ),
                ),
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
                (
                    "deliverable",
                    councils.tenancy.rows.CouncilForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="single_oversights",
                        to="deliverables.deliverable",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "board", "deliverable"), name="single_oversight_once"
                    )
                ],
            },
        ),
        ProtectTables("SingleOversight"),
    ]
