"""Recipients belong to their board. Their table stays as `reporting` made it, with its name, rows and wall."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import councils.tenancy


class Migration(migrations.Migration):
    dependencies = [("boards", "0002_wall"), ("reporting", "0002_wall")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Recipient',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                        ('name', models.CharField(max_length=200)),
                        ('email', models.EmailField(max_length=254)),
                        ('active', models.BooleanField(default=True)),
                        ('position', models.PositiveIntegerField(default=0)),
                        ('board', councils.tenancy.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='boards.board')),
                        ('council', models.ForeignKey(db_index=False, default=councils.tenancy.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                        ('sits_on', councils.tenancy.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='members_mailed', to='boards.board')),
                    ],
                    options={
                        'db_table': 'reporting_recipient',
                        'ordering': ['position', 'id'],
                    },
                ),
                migrations.AddConstraint(
                    model_name="recipient",
                    constraint=models.UniqueConstraint(
                        fields=("council", "board", "email"), name="recipient_once_per_board"
                    ),
                ),
            ],
        ),
    ]
