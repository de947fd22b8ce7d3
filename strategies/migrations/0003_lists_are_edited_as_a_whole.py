"""Codes, labels and cells may swap places within one statement, as when a whole list is saved."""

from django.db import migrations, models

ONCE = (
    ("strand", "strand_code_once", ["council", "strategy", "code"]),
    ("priority", "priority_code_once", ["council", "strand", "code"]),
    ("version", "version_label_once", ["council", "strategy", "label"]),
    ("successmatrixcell", "successmatrixcell_once", ["council", "strategy", "theme", "question"]),
)


class Migration(migrations.Migration):
    dependencies = [("strategies", "0002_wall")]

    operations = [
        operation
        for model, name, fields in ONCE
        for operation in (
            migrations.RemoveConstraint(model_name=model, name=name),
            migrations.AddConstraint(
                model_name=model,
                constraint=models.UniqueConstraint(
                    deferrable=models.Deferrable.IMMEDIATE, fields=fields, name=name
                ),
            ),
        )
    ]
