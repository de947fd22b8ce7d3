"""Keys can be rotated with an overlap and held to networks, and have narrower scopes.

Keys keep what they may do: `read` had packs, which now have a scope of their own, and `write` recorded progress alone,
which is now `progress:write`, because `write` now changes the plan too.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

FORWARD = """
update councils_apiclient set scopes = array(
    select distinct scope from unnest(
        array_replace(scopes, 'write', 'progress:write')
        || case when 'read' = any(scopes) then array['packs:read'] else '{}' end::varchar[]
    ) scope order by scope
)
"""
BACKWARD = """
update councils_apiclient set scopes = array_replace(
    array_remove(array_remove(array_remove(scopes, 'packs:read'), 'admin'), 'write'), 'progress:write', 'write'
)
"""


class Migration(migrations.Migration):
    dependencies = [("councils", "0013_mailboxes_of_posts")]

    operations = [
        migrations.AddField(
            model_name="apiclient",
            name="previous_secret_hash",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="apiclient",
            name="previous_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="apiclient",
            name="networks",
            field=ArrayField(models.CharField(max_length=43), blank=True, db_default=[], default=list),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
