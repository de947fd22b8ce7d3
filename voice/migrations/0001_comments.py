"""Comments on deliverables, indicators and packs."""

import councils.tenancy.context
import councils.tenancy.rows
import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('councils', '0012_small_numbers'),
        ('deliverables', '0006_links'),
        ('indicators', '0009_closer_to_zero'),
        ('packs', '0007_contents_files_and_reviews'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('text', models.TextField(max_length=2000)),
                ('author_name', models.CharField(max_length=200)),
                ('on_behalf_of', models.CharField(blank=True, max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('asked_on', models.DateField()),
                ('state', models.CharField(choices=[('open', 'Open'), ('answered', 'Answered'), ('closed', 'Closed')], default='open', max_length=8)),
                ('answer', models.TextField(blank=True, max_length=2000)),
                ('answered_by', models.CharField(blank=True, max_length=200)),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('closed_by', models.CharField(blank=True, max_length=200)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('closed_because', models.TextField(blank=True, max_length=2000)),
                ('author', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('deliverable', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='deliverables.deliverable')),
                ('indicator', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='indicators.indicator')),
                ('pack', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='packs.pack')),
            ],
            options={
                'verbose_name': 'comment of a member',
                'verbose_name_plural': 'comments of members',
                'indexes': [models.Index(fields=['council', 'state', 'asked_at'], name='comment_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('deliverable__isnull', False), ('indicator', None), ('pack', None)), models.Q(('deliverable', None), ('indicator__isnull', False), ('pack', None)), models.Q(('deliverable', None), ('indicator', None), ('pack__isnull', False)), _connector='OR'), name='comment_is_on_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_on', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_on__isnull', False)), _connector='OR'), name='comment_answer_has_day'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('closed_on', None), ('state', 'open')), models.Q(('closed_on', None), ('state', 'answered'), models.Q(('answer', ''), _negated=True)), models.Q(('closed_on__isnull', False), ('state', 'closed')), _connector='OR'), name='comment_state_fits')],
            },
        ),
        ProtectTables("Comment"),
    ]
