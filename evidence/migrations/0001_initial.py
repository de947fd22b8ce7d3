"""Evidence and what it is for; areas that an inspection named, who is accountable for them and what answers them."""

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
        ('boards', '0004_meetings_seats_and_former_holders'),
        ('councils', '0012_small_numbers'),
        ('deliverables', '0005_single_oversight'),
        ('indicators', '0008_trajectories'),
        ('strategies', '0005_shared_nouns'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('title', models.CharField(max_length=200)),
                ('shows', models.TextField(blank=True)),
                ('of_on', models.DateField(blank=True, null=True)),
                ('address', models.CharField(blank=True, max_length=1000)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('file_kind', models.CharField(blank=True, choices=[('pdf', 'PDF'), ('docx', 'Word document'), ('xlsx', 'Excel workbook'), ('png', 'PNG picture'), ('jpg', 'JPEG picture'), ('csv', 'CSV file'), ('txt', 'Text file')], max_length=4)),
                ('file_sha256', models.CharField(blank=True, max_length=64)),
                ('file_size', models.PositiveIntegerField(default=0)),
                ('added_at', models.DateTimeField()),
                ('added_on', models.DateField()),
                ('sample', models.BooleanField(default=False)),
                ('added_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('strategy', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='strategies.strategy')),
            ],
            options={
                'verbose_name': 'evidence item',
            },
        ),
        migrations.CreateModel(
            name='InspectionArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('kind', models.CharField(choices=[('priority', 'Area for priority action'), ('improvement', 'Area for improvement'), ('other', 'Other finding')], default='improvement', max_length=11)),
                ('number', models.CharField(blank=True, max_length=20)),
                ('text', models.TextField()),
                ('source', models.CharField(blank=True, max_length=300)),
                ('source_on', models.DateField(blank=True, null=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('strategy', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspection_areas', to='strategies.strategy')),
            ],
            options={
                'verbose_name': 'inspection area',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EvidenceLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('deliverable', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='evidence_links', to='deliverables.deliverable')),
                ('evidence', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='evidence.evidence')),
                ('indicator', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='evidence_links', to='indicators.indicator')),
                ('area', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='evidence_links', to='evidence.inspectionarea')),
            ],
            options={
                'verbose_name': 'link of evidence',
                'verbose_name_plural': 'links of evidence',
            },
        ),
        migrations.CreateModel(
            name='AreaPartner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('is_lead', models.BooleanField(default=False)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('organisation', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspection_areas', to='councils.organisation')),
                ('area', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='evidence.inspectionarea')),
            ],
            options={
                'verbose_name': 'accountable partner',
            },
        ),
        migrations.CreateModel(
            name='AreaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('deliverable', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='inspection_areas', to='deliverables.deliverable')),
                ('indicator', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='inspection_areas', to='indicators.indicator')),
                ('strand', councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='inspection_areas', to='strategies.strand')),
                ('area', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='evidence.inspectionarea')),
            ],
            options={
                'verbose_name': 'item of an area',
                'verbose_name_plural': 'items of areas',
            },
        ),
        migrations.CreateModel(
            name='AreaBoard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('board', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspection_areas', to='boards.board')),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('area', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='boards', to='evidence.inspectionarea')),
            ],
            options={
                'verbose_name': 'inspection finding',
            },
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file_sha256', ''), models.Q(('address', ''), _negated=True)), models.Q(models.Q(('file_sha256', ''), _negated=True), ('address', '')), _connector='OR'), name='evidence_is_a_file_or_an_address'),
        ),
        migrations.AddConstraint(
            model_name='evidencelink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('area', None), ('deliverable__isnull', False), ('indicator', None)), models.Q(('area', None), ('deliverable', None), ('indicator__isnull', False)), models.Q(('area__isnull', False), ('deliverable', None), ('indicator', None)), _connector='OR'), name='evidencelink_is_to_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='evidencelink',
            constraint=models.UniqueConstraint(fields=('council', 'evidence', 'deliverable'), name='evidencelink_deliverable_once'),
        ),
        migrations.AddConstraint(
            model_name='evidencelink',
            constraint=models.UniqueConstraint(fields=('council', 'evidence', 'indicator'), name='evidencelink_indicator_once'),
        ),
        migrations.AddConstraint(
            model_name='evidencelink',
            constraint=models.UniqueConstraint(fields=('council', 'evidence', 'area'), name='evidencelink_area_once'),
        ),
        migrations.AddConstraint(
            model_name='areapartner',
            constraint=models.UniqueConstraint(fields=('council', 'area', 'organisation'), name='areapartner_once'),
        ),
        migrations.AddConstraint(
            model_name='areapartner',
            constraint=models.UniqueConstraint(condition=models.Q(('is_lead', True)), fields=('council', 'area'), name='areapartner_one_lead'),
        ),
        migrations.AddConstraint(
            model_name='areaitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('deliverable', None), ('indicator', None), ('strand__isnull', False)), models.Q(('deliverable__isnull', False), ('indicator', None), ('strand', None)), models.Q(('deliverable', None), ('indicator__isnull', False), ('strand', None)), _connector='OR'), name='areaitem_is_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='areaitem',
            constraint=models.UniqueConstraint(fields=('council', 'area', 'strand'), name='areaitem_strand_once'),
        ),
        migrations.AddConstraint(
            model_name='areaitem',
            constraint=models.UniqueConstraint(fields=('council', 'area', 'deliverable'), name='areaitem_deliverable_once'),
        ),
        migrations.AddConstraint(
            model_name='areaitem',
            constraint=models.UniqueConstraint(fields=('council', 'area', 'indicator'), name='areaitem_indicator_once'),
        ),
        migrations.AddConstraint(
            model_name='areaboard',
            constraint=models.UniqueConstraint(fields=('council', 'area', 'board'), name='areaboard_once'),
        ),
        ProtectTables("Evidence", "InspectionArea", "EvidenceLink", "AreaPartner", "AreaItem", "AreaBoard"),
    ]
