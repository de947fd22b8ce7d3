"""Owners of indicators, size and horizon of expected effects, and rows that change place in one statement."""

import django.db.models.deletion
from django.db import migrations, models

from councils.tenancy import CouncilForeignKey
from councils.tenancy.row_security import ProtectKeys


class Migration(migrations.Migration):

    dependencies = [
        ('councils', '0007_change_by_time'),
        ('deliverables', '0002_wall'),
        ('indicators', '0002_wall'),
        ('strategies', '0002_wall'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='indicator',
            name='indicator_position_once_per_set',
        ),
        migrations.AddField(
            model_name='expectedeffect',
            name='horizon_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='expectedeffect',
            name='size',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True),
        ),
        migrations.AddField(
            model_name='indicator',
            name='owner_person',
            field=CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='indicators', to='councils.person'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='owner_post',
            field=CouncilForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='indicators', to='councils.post'),
        ),
        ProtectKeys("Indicator", "owner_person", "owner_post"),
        migrations.AddConstraint(
            model_name='expectedeffect',
            constraint=models.CheckConstraint(condition=models.Q(('size', None), ('size__gt', 0), _connector='OR'), name='expectedeffect_size_above_zero'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.UniqueConstraint(deferrable=models.Deferrable.IMMEDIATE, fields=('council', 'strategy', 'set', 'position'), name='indicator_position_once_per_set'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('owner_person', None), ('owner_post', None), _connector='OR'), name='indicator_one_owner'),
        ),
    ]
