"""Secret addresses of calendars. Directory rows: they are found before the council is known."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('councils', '0012_small_numbers'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('mine', 'Mine'), ('board', 'Board'), ('strategy', 'Strategy'), ('returns', 'Returns')], max_length=8)),
                ('about', models.UUIDField(blank=True, null=True)),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('last_fetched_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_addresses', to='councils.membership')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('membership', 'kind', 'about'), name='calendaraddress_in_use_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('about', None), ('kind__in', ['mine', 'returns'])), models.Q(('about__isnull', False), ('kind__in', ['board', 'strategy'])), _connector='OR'), name='calendaraddress_about_what')],
            },
        ),
    ]
