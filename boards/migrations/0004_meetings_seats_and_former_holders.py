"""Paper deadlines of meetings, terms of office, who held a seat before, and the number of a board's changes."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import councils.tenancy.context
import councils.tenancy.rows
from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0003_recipient'),
        ('councils', '0007_change_by_time'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerHolder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('role', models.CharField(choices=[('chair', 'Chair'), ('co_chair', 'Co-chair'), ('representative', 'Representative'), ('member', 'Member')], max_length=14)),
                ('from_on', models.DateField(blank=True, null=True)),
                ('until_on', models.DateField(blank=True, null=True)),
                ('board', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_holders', to='boards.board')),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('holder', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='former_seats', to='councils.person')),
                ('post', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='former_seats', to='councils.post')),
            ],
            options={
                'ordering': ['-until_on', '-id'],
            },
        ),
        migrations.AddField(
            model_name='board',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name='meeting',
            name='paper_days',
            field=models.PositiveSmallIntegerField(db_default=5, default=5),
        ),
        migrations.AddField(
            model_name='seat',
            name='from_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='seat',
            name='until_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(('from_on', None), ('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='seat_ends_after_start'),
        ),
        ProtectTables("FormerHolder"),
    ]
