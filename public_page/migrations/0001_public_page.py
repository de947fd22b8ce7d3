"""The public page of a council: off in every council to begin with."""

import councils.tenancy.context
import councils.tenancy.rows
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from councils.log.triggers import append_only
from councils.tenancy.row_security import ProtectTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('councils', '0012_small_numbers'),
        ('strategies', '0006_published_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('edition', models.PositiveIntegerField()),
                ('format', models.PositiveSmallIntegerField(default=1)),
                ('content', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('published_on', models.DateField()),
                ('published_at', models.DateTimeField()),
                ('published_by', models.CharField(max_length=200)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('period', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='public_editions', to='strategies.reportingperiod')),
            ],
            options={
                'verbose_name': 'edition of the public page',
                'verbose_name_plural': 'editions of the public page',
                'constraints': [models.UniqueConstraint(fields=('council', 'period', 'edition'), name='publicedition_once')],
            },
        ),
        migrations.CreateModel(
            name='PublicPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('is_on', models.BooleanField(default=False)),
                ('introduction', models.TextField(blank=True, max_length=1500)),
                ('contact_email', models.EmailField(max_length=254)),
                ('contact_phone', models.CharField(blank=True, max_length=40)),
                ('tested_on', models.DateField(blank=True, null=True)),
                ('known_problems', models.TextField(blank=True, max_length=2000)),
                ('statement_on', models.DateField()),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('council',), name='publicpage_once')],
            },
        ),
        migrations.CreateModel(
            name='PublicPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('council', models.ForeignKey(db_index=False, default=councils.tenancy.context.current_council_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                ('strategy', councils.tenancy.rows.CouncilForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='public_plans', to='strategies.strategy')),
            ],
            options={
                'verbose_name': 'plan on the public page',
                'verbose_name_plural': 'plans on the public page',
                'constraints': [models.UniqueConstraint(fields=('council', 'strategy'), name='publicplan_once')],
            },
        ),
        ProtectTables("PublicPage", "PublicPlan", "PublicEdition"),
        migrations.RunSQL(append_only("public_page_publicedition"), migrations.RunSQL.noop),
    ]
