"""How a board sends its packs, and one delivery for each address. What was sent before went as a PDF by email."""

from django.db import migrations, models

WAYS = [('pdf', 'Email with the PDF'), ('link', 'Email with a link only')]
STATES = [('queued', 'Waiting to be sent'), ('claimed', 'About to be sent'), ('transmitting', 'Being sent'), ('accepted', 'Sent'), ('retry_wait', 'Waiting to try again'), ('failed', 'Not sent'), ('uncertain', 'May not have arrived'), ('suppressed', 'No longer to be sent'), ('no_address', 'Not sent: no address')]


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0005_kinds_of_recipients'),
        ('packs', '0007_contents_files_and_reviews'),
    ]

    operations = [
        migrations.AddField(
            model_name='packtemplate',
            name='sends_by',
            field=models.CharField(choices=WAYS, db_default='pdf', default='pdf', max_length=6),
        ),
        migrations.AddField(
            model_name='delivery',
            name='sends_by',
            field=models.CharField(choices=WAYS, db_default='pdf', default='pdf', max_length=6),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='state',
            field=models.CharField(choices=STATES, default='queued', max_length=12),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='email',
            field=models.EmailField(blank=True, max_length=254),
        ),
        # One recipient can stand for several addresses, and two recipients for one.
        migrations.RemoveConstraint(model_name='delivery', name='delivery_once_per_purpose'),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('council', 'pack', 'email', 'purpose'), name='delivery_once_per_address'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['no_address', 'suppressed']), models.Q(('email', ''), _negated=True), _connector='OR'), name='delivery_has_address'),
        ),
    ]
