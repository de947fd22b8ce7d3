"""Reminders have the states of deliveries, and these have two more."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reminders', '0002_words_of_states'),
    ]

    operations = [
        migrations.AlterField(
            model_name='reminder',
            name='state',
            field=models.CharField(choices=[('queued', 'Waiting to be sent'), ('claimed', 'About to be sent'), ('transmitting', 'Being sent'), ('accepted', 'Sent'), ('retry_wait', 'Waiting to try again'), ('failed', 'Not sent'), ('uncertain', 'May not have arrived'), ('suppressed', 'No longer to be sent'), ('no_address', 'Not sent: no address'), ('delivered', 'Delivered'), ('bounced', 'Did not arrive')], default='queued', max_length=12),
        ),
    ]
