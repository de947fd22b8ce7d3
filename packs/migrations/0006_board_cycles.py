"""Boards whose packs are made by the clock. None is to begin with."""

import councils.tenancy.context
import councils.tenancy.rows
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.tenancy.row_security import ProtectTables
from packs.due_moments import CREATE_CYCLE_TRIGGERS, DROP_CYCLE_TRIGGERS


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0004_meetings_seats_and_former_holders'),
        ('councils', '0012_small_numbers'),
        ('packs', '0005_words_of_states'),
    ]

    operations = [
        migrations.CreateModel(
            name='BoardCycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('taken_for', models.CharField(blank=True, max_length=10)),
                ('next_look_at', models.DateTimeField()),
                ('board', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cycles', to='boards.board')),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
            ],
            options={
                'verbose_name': 'cycle of a board',
                'verbose_name_plural': 'cycles of boards',
                'constraints': [models.UniqueConstraint(fields=('council', 'board'), name='boardcycle_once')],
            },
        ),
        ProtectTables("BoardCycle"),
        migrations.RunSQL(CREATE_CYCLE_TRIGGERS, DROP_CYCLE_TRIGGERS),
    ]
