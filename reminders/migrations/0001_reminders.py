"""Reminders by email. They are off in every council to begin with."""

import councils.tenancy.context
import councils.tenancy.rows
import django.core.validators
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('councils', '0012_small_numbers'),
        ('deliverables', '0006_links'),
        ('strategies', '0006_published_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('day', models.DateField()),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(max_length=254)),
                ('items', models.JSONField()),
                ('message_id', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('queued', 'Waiting to be sent'), ('claimed', 'About to be sent'), ('transmitting', 'Being sent'), ('accepted', 'Sent'), ('retry_wait', 'Waiting to try again'), ('failed', 'Not sent'), ('uncertain', 'May not have arrived'), ('suppressed', 'No longer to be sent')], default='queued', max_length=12)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(blank=True, null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('person', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='councils.person')),
            ],
            options={
                'ordering': ['-day', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReminderMoment',
            fields=[
                ('council', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='councils.council')),
                ('due_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='reminder_moment')],
            },
        ),
        migrations.CreateModel(
            name='ReminderSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('days_before', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)])),
                ('again_after', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)])),
                ('days_before_cut_off', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)])),
                ('looked_on', models.DateField(blank=True, null=True)),
                ('next_look_at', models.DateTimeField()),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
            ],
            options={
                'verbose_name': 'settings of reminders',
                'verbose_name_plural': 'settings of reminders',
            },
        ),
        migrations.CreateModel(
            name='UpdateLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('expires_on', models.DateField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('deliverable', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='update_links', to='deliverables.deliverable')),
                ('period', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='update_links', to='strategies.reportingperiod')),
                ('person', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='update_links', to='councils.person')),
                ('reminder', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='reminders.reminder')),
            ],
            options={
                'verbose_name': 'link to update',
                'verbose_name_plural': 'links to update',
                'ordering': ['id'],
            },
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(fields=['council', 'state', 'next_attempt_at'], name='reminder_due'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('council', 'person', 'day'), name='reminder_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='remindersettings',
            constraint=models.UniqueConstraint(fields=('council',), name='remindersettings_once'),
        ),
        migrations.AddConstraint(
            model_name='updatelink',
            constraint=models.UniqueConstraint(fields=('council', 'reminder', 'deliverable'), name='updatelink_once'),
        ),
        ProtectTables("ReminderSettings", "Reminder", "UpdateLink"),
    ]
