"""Webhooks: endpoints, their messages, and the trigger that says which council is to be looked at."""

import councils.tenancy.context
import councils.tenancy.rows
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.tenancy.row_security import ProtectTables
from webhooks.due_moments import CREATE_TRIGGER, DROP_TRIGGER


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('councils', '0013_mailboxes_of_posts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Endpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('name', models.CharField(max_length=100)),
                ('address', models.CharField(max_length=500)),
                ('types', models.JSONField(blank=True, default=list)),
                ('salt', models.CharField(max_length=32)),
                ('previous_salt', models.CharField(blank=True, max_length=32)),
                ('previous_until', models.DateTimeField(blank=True, null=True)),
                ('told_seq', models.BigIntegerField()),
                ('is_on', models.BooleanField(default=True)),
                ('off_because', models.TextField(blank=True)),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
            ],
            options={
                'verbose_name': 'webhook',
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='WebhookMoment',
            fields=[
                ('council', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='councils.council')),
                ('due_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='webhook_moment')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('first_seq', models.BigIntegerField()),
                ('last_seq', models.BigIntegerField()),
                ('body', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting to be sent'), ('delivered', 'Delivered'), ('stopped', 'Not delivered')], default='waiting', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('tried_at', models.DateTimeField(blank=True, null=True)),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('problem', models.TextField(blank=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('endpoint', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='webhooks.endpoint')),
            ],
            options={
                'verbose_name': 'webhook message',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['council', 'due_at'], name='webhook_message_due')],
            },
        ),
        ProtectTables("Endpoint", "Message"),
        migrations.RunSQL(CREATE_TRIGGER, DROP_TRIGGER),
    ]
