"""Recipients of packs can be persons, posts and seats. Those of today stay addresses."""

import django.db.models.deletion
from django.db import migrations, models

import councils.tenancy.rows
from councils.tenancy.row_security import ProtectKeys

KINDS = [('address', 'Address'), ('person', 'Person'), ('post', 'Post'), ('seat', 'Seat'), ('all_seats', 'All seats of this board')]


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0004_meetings_seats_and_former_holders'),
        ('councils', '0013_mailboxes_of_posts'),
        ('reporting', '0003_packs_have_their_own_app'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='recipient', name='recipient_once_per_board'),
        migrations.AddField(
            model_name='recipient',
            name='kind',
            field=models.CharField(choices=KINDS, db_default='address', default='address', max_length=9),
        ),
        migrations.AddField(
            model_name='recipient',
            name='person',
            field=councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='recipients', to='councils.person'),
        ),
        migrations.AddField(
            model_name='recipient',
            name='post',
            field=councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='recipients', to='councils.post'),
        ),
        migrations.AddField(
            model_name='recipient',
            name='seat',
            field=councils.tenancy.rows.CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='recipients', to='boards.seat'),
        ),
        migrations.AlterField(
            model_name='recipient',
            name='email',
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AlterField(
            model_name='recipient',
            name='name',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddConstraint(
            model_name='recipient',
            constraint=models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('council', 'board', 'email'), name='recipient_once_per_board'),
        ),
        migrations.AddConstraint(
            model_name='recipient',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'address'), models.Q(('email', ''), _negated=True)), models.Q(models.Q(('kind', 'address'), _negated=True), ('email', ''), ('name', '')), _connector='OR'), name='recipient_has_address_or_holder'),
        ),
        ProtectKeys("Recipient", "person", "post", "seat"),
    ]
