"""Guests and substitutes at meetings, declared interests, and the quorum of the day."""

import councils.tenancy.context
import councils.tenancy.rows
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0006_quorum'),
        ('councils', '0013_mailboxes_of_posts'),
        ('minutes', '0001_minutes'),
    ]

    operations = [
        migrations.AddField(
            model_name='minutes',
            name='quorum',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('organisation', models.CharField(blank=True, max_length=200)),
                ('position', models.PositiveIntegerField(default=0)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('meeting', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guests', to='boards.meeting')),
                ('stands_in_for', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='substitutes', to='minutes.attendance')),
            ],
            options={
                'verbose_name': 'guest',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('about', models.CharField(max_length=300)),
                ('interest', models.TextField()),
                ('done', models.CharField(choices=[('took_part', 'Stayed and took part'), ('no_part', 'Stayed and took no part in the decision'), ('left', 'Left while it was discussed')], max_length=9)),
                ('attendance', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='minutes.attendance')),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('guest', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='minutes.guest')),
                ('meeting', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='boards.meeting')),
            ],
            options={
                'verbose_name': 'declared interest',
                'ordering': ['id'],
            },
        ),
        migrations.AddConstraint(
            model_name='guest',
            constraint=models.UniqueConstraint(condition=models.Q(('stands_in_for__isnull', False)), fields=('council', 'stands_in_for'), name='guest_one_substitute'),
        ),
        migrations.AddConstraint(
            model_name='interest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('attendance', None), ('guest__isnull', False)), models.Q(('attendance__isnull', False), ('guest', None)), _connector='OR'), name='interest_of_one'),
        ),
        ProtectTables("Guest", "Interest"),
    ]
