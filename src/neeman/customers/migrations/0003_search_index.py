"""The index by which customers are found, in the manner of each database."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = """
CREATE VIRTUAL TABLE customers_search USING fts5(
    words,
    tokenize = "unicode61 remove_diacritics 0 tokenchars '#~@'", prefix = '1 2 3', detail = none, columnsize = 0
)"""  # its triggers: customers.search.sqlite.keep_in_step, after each migration
POSTGRES = """
CREATE INDEX customer_search ON customers_customer
USING gin (array_to_tsvector(string_to_array(search_text, ' ')))"""


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX customer_search")
        return
    for act in ("insert", "update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS customers_search_{act}")
    schema_editor.execute("DROP TABLE customers_search")


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_pairs_that_may_be_one")]
    operations = [migrations.RunPython(create, drop)]
