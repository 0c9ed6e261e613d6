"""A key for each line of who provides what: filled first, unique then."""

from uuid import uuid4

from django.db import migrations, models


def fill(apps, schema_editor):
    """One key a line; a default would give all of them the same."""
    sources = apps.get_model("companies", "FieldSource").objects
    for source in sources.only("pk").iterator():
        sources.filter(pk=source.pk).update(key=uuid4())


class Migration(migrations.Migration):
    dependencies = [("companies", "0003_register")]

    operations = [
        migrations.AddField("fieldsource", "key", models.UUIDField(editable=False, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "fieldsource", "key", models.UUIDField(default=uuid4, editable=False, unique=True)
        ),
    ]
