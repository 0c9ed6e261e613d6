"""The table of the database cache, so that `migrate` alone prepares a database."""

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "django_cache"


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table whatever CACHE_URL says today: it may be taken away tomorrow."""
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
