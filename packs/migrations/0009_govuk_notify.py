"""Packs can be sent by GOV.UK Notify, which is asked later what became of them. No pack was, to begin with."""

from django.db import migrations, models

from packs.due_moments import CREATE_CHECK_TRIGGERS, DROP_CHECK_TRIGGERS

WAYS = [('pdf', 'Email with the PDF'), ('link', 'Email with a link only'), ('notify', 'GOV.UK Notify')]
STATES = [('queued', 'Waiting to be sent'), ('claimed', 'About to be sent'), ('transmitting', 'Being sent'), ('accepted', 'Sent'), ('retry_wait', 'Waiting to try again'), ('failed', 'Not sent'), ('uncertain', 'May not have arrived'), ('suppressed', 'No longer to be sent'), ('no_address', 'Not sent: no address'), ('delivered', 'Delivered'), ('bounced', 'Did not arrive')]


class Migration(migrations.Migration):

    dependencies = [
        ('packs', '0008_ways_and_addresses'),
    ]

    operations = [
        migrations.AlterField(
            model_name='packtemplate',
            name='sends_by',
            field=models.CharField(choices=WAYS, db_default='pdf', default='pdf', max_length=6),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='sends_by',
            field=models.CharField(choices=WAYS, db_default='pdf', default='pdf', max_length=6),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='state',
            field=models.CharField(choices=STATES, default='queued', max_length=12),
        ),
        migrations.AddField(
            model_name='delivery',
            name='delivered_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='delivery',
            name='provider_id',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
        migrations.AddField(
            model_name='delivery',
            name='check_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('check_at__isnull', False)), fields=['council', 'check_at'], name='delivery_to_check'),
        ),
        migrations.RunSQL(CREATE_CHECK_TRIGGERS, DROP_CHECK_TRIGGERS),
    ]
