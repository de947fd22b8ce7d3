"""Links between deliverables."""

import councils.tenancy.context
import councils.tenancy.rows
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0012_small_numbers'),
        ('deliverables', '0005_single_oversight'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeliverableLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('kind', models.CharField(choices=[('see_also', 'See also'), ('depends_on', 'Depends on'), ('delivered_under', 'Delivered under')], max_length=15)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('deliverable', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_out', to='deliverables.deliverable')),
                ('other', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_in', to='deliverables.deliverable')),
            ],
            options={
                'verbose_name': 'link between deliverables',
                'verbose_name_plural': 'links between deliverables',
                'constraints': [models.UniqueConstraint(fields=('council', 'deliverable', 'other', 'kind'), name='deliverablelink_once'), models.CheckConstraint(condition=models.Q(('deliverable', models.F('other')), _negated=True), name='deliverablelink_not_to_itself')],
            },
        ),
        ProtectTables("DeliverableLink"),
    ]
