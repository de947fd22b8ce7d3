"""Packs, snapshots and deliveries get an app of their own. Their tables stay as `reporting` made them."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import councils.tenancy


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("boards", "0003_recipient"),
        ("reporting", "0002_wall"),
        ("strategies", "0002_wall"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Snapshot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                        ('format', models.PositiveSmallIntegerField(default=1)),
                        ('content', models.TextField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('change_seq', models.BigIntegerField()),
                        ('as_at', models.DateField()),
                        ('frozen_at', models.DateTimeField()),
                        ('board', councils.tenancy.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='boards.board')),
                        ('council', models.ForeignKey(db_index=False, default=councils.tenancy.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                        ('period', councils.tenancy.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='strategies.reportingperiod')),
                    ],
                    options={
                        'db_table': 'reporting_snapshot',
                    },
                ),
                migrations.CreateModel(
                    name='Pack',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                        ('edition', models.PositiveIntegerField()),
                        ('state', models.CharField(choices=[('scheduled', 'Scheduled'), ('frozen', 'Frozen'), ('rendering', 'Rendering'), ('rendered', 'Rendered'), ('released', 'Released'), ('delivered', 'Delivered'), ('partly_delivered', 'Partly delivered'), ('failed', 'Failed'), ('cancelled', 'Cancelled'), ('superseded', 'Superseded')], default='scheduled', max_length=16)),
                        ('requested_by', models.CharField(max_length=200)),
                        ('requested_at', models.DateTimeField()),
                        ('release_when_rendered', models.BooleanField(default=False)),
                        ('released_by', models.CharField(blank=True, max_length=200)),
                        ('released_at', models.DateTimeField(blank=True, null=True)),
                        ('rendered_at', models.DateTimeField(blank=True, null=True)),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('next_attempt_at', models.DateTimeField(blank=True, null=True)),
                        ('progress', models.CharField(blank=True, max_length=200)),
                        ('error', models.TextField(blank=True)),
                        ('pdf_sha256', models.CharField(blank=True, max_length=64)),
                        ('pdf_bytes', models.PositiveIntegerField(default=0)),
                        ('pages', models.PositiveIntegerField(default=0)),
                        ('made_with', models.CharField(blank=True, max_length=200)),
                        ('board', councils.tenancy.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='boards.board')),
                        ('council', models.ForeignKey(db_index=False, default=councils.tenancy.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                        ('period', councils.tenancy.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='strategies.reportingperiod')),
                        ('previous', councils.tenancy.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='packs.pack')),
                        ('snapshot', councils.tenancy.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='packs.snapshot')),
                    ],
                    options={
                        'db_table': 'reporting_pack',
                    },
                ),
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                        ('purpose', models.CharField(choices=[('release', 'Release')], default='release', max_length=10)),
                        ('name', models.CharField(max_length=200)),
                        ('email', models.EmailField(max_length=254)),
                        ('message_id', models.CharField(max_length=200)),
                        ('state', models.CharField(choices=[('queued', 'Queued'), ('claimed', 'Claimed'), ('transmitting', 'Transmitting'), ('accepted', 'Accepted'), ('retry_wait', 'Waiting to try again'), ('failed', 'Failed'), ('uncertain', 'Uncertain'), ('suppressed', 'Suppressed')], default='queued', max_length=12)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('next_attempt_at', models.DateTimeField(blank=True, null=True)),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('accepted_at', models.DateTimeField(blank=True, null=True)),
                        ('error', models.TextField(blank=True)),
                        ('settled_by', models.CharField(blank=True, max_length=200)),
                        ('council', models.ForeignKey(db_index=False, default=councils.tenancy.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                        ('pack', councils.tenancy.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='packs.pack')),
                        ('recipient', councils.tenancy.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='boards.recipient')),
                    ],
                    options={
                        'db_table': 'reporting_delivery',
                        'ordering': ['id'],
                    },
                ),
                migrations.AddIndex(
                    model_name='delivery',
                    index=models.Index(fields=['council', 'state', 'next_attempt_at'], name='delivery_due'),
                ),
                migrations.AddConstraint(
                    model_name='delivery',
                    constraint=models.UniqueConstraint(fields=('council', 'pack', 'recipient', 'purpose'), name='delivery_once_per_purpose'),
                ),
                migrations.AddConstraint(
                    model_name='pack',
                    constraint=models.UniqueConstraint(fields=('council', 'board', 'period', 'edition'), name='pack_edition_once'),
                ),
                migrations.AddConstraint(
                    model_name='pack',
                    constraint=models.CheckConstraint(condition=models.Q(('state__in', ['scheduled', 'failed', 'cancelled']), ('snapshot__isnull', False), _connector='OR'), name='pack_has_snapshot_once_frozen'),
                ),
                migrations.AddConstraint(
                    model_name='pack',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['rendered', 'released', 'delivered', 'partly_delivered']), _negated=True), models.Q(('pdf_sha256', ''), _negated=True), _connector='OR'), name='pack_has_pdf_once_rendered'),
                ),
            ],
        ),
    ]
