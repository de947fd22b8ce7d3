"""Answers to writes with an Idempotency-Key. The change log leaves them out."""

import councils.tenancy.context
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('councils', '0013_mailboxes_of_posts'),
    ]

    operations = [
        migrations.CreateModel(
            name='IdempotentAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('by', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=255)),
                ('request_hash', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('headers', models.JSONField(default=dict)),
                ('body', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField()),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['council', 'answered_at'], name='idempotentanswer_by_time')],
                'constraints': [models.UniqueConstraint(fields=('council', 'by', 'key'), name='idempotentanswer_key_once')],
            },
        ),
        ProtectTables('IdempotentAnswer', log=False),
    ]
