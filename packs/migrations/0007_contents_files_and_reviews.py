"""What a board wants in its packs, words and reviews of packs, and files beside the PDF. None exist to begin with."""

import councils.tenancy.context
import councils.tenancy.rows
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.log.triggers import append_only
from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0004_meetings_seats_and_former_holders'),
        ('councils', '0012_small_numbers'),
        ('packs', '0006_board_cycles'),
        ('strategies', '0006_published_versions'),
    ]

    operations = [
        migrations.AddField(
            model_name='pack',
            name='review',
            field=models.CharField(blank=True, choices=[('sent', 'Sent for review'), ('approved', 'Approved'), ('changes_asked', 'Changes asked for')], default='', max_length=16),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name='PackReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('step', models.CharField(choices=[('sent', 'Sent for review'), ('approved', 'Approved'), ('changes_asked', 'Changes asked for')], max_length=16)),
                ('taken_at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
                ('by_reference', models.CharField(max_length=100)),
                ('note', models.TextField(blank=True)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('pack', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='packs.pack')),
            ],
            options={
                'verbose_name': 'step of a pack’s review',
                'verbose_name_plural': 'steps of packs’ reviews',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='PackFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('kind', models.CharField(choices=[('pack.html', 'Web page'), ('pack.docx', 'Word'), ('pack.xlsx', 'Excel'), ('items.csv', 'CSV of all items'), ('indicators.csv', 'CSV of indicators'), ('pack.json', 'JSON')], max_length=16)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('pack', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='packs.pack')),
            ],
            options={
                'verbose_name': 'file of a pack',
                'verbose_name_plural': 'files of packs',
                'constraints': [models.UniqueConstraint(fields=('council', 'pack', 'kind'), name='packfile_once')],
            },
        ),
        migrations.CreateModel(
            name='PackTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('parts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('summary', 'Summary'), ('plain', 'In plain English'), ('attention', 'For the board’s attention'), ('changes', 'What changed since the last pack'), ('decisions', 'Decisions and actions'), ('strands', 'Progress part by part'), ('indicators', 'Indicators'), ('risks', 'Risks'), ('resolve', 'Still to resolve'), ('all', 'Everything in the plan'), ('recipients', 'Distribution list'), ('glossary', 'Abbreviations'), ('reading', 'How to read this pack')], max_length=16), size=None)),
                ('needs_approval', models.BooleanField(default=False)),
                ('board', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pack_templates', to='boards.board')),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
            ],
            options={
                'verbose_name': 'contents of a board’s packs',
                'verbose_name_plural': 'contents of boards’ packs',
                'constraints': [models.UniqueConstraint(fields=('council', 'board'), name='packtemplate_once')],
            },
        ),
        migrations.CreateModel(
            name='PackWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('covering_note', models.TextField(blank=True)),
                ('covering_by', models.CharField(blank=True, max_length=200)),
                ('plain', models.TextField(blank=True)),
                ('plain_by', models.CharField(blank=True, max_length=200)),
                ('easy_read', models.TextField(blank=True)),
                ('easy_read_by', models.CharField(blank=True, max_length=200)),
                ('board', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pack_words', to='boards.board')),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('period', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pack_words', to='strategies.reportingperiod')),
            ],
            options={
                'verbose_name': 'words of a pack',
                'verbose_name_plural': 'words of packs',
                'constraints': [models.UniqueConstraint(fields=('council', 'board', 'period'), name='packwords_once')],
            },
        ),
        ProtectTables("PackTemplate", "PackWords", "PackFile", "PackReview"),
        migrations.RunSQL(append_only("packs_packreview"), migrations.RunSQL.noop),
    ]
