import django.db.models.deletion
from django.db import migrations, models

COPY = """INSERT INTO portfolio_snapshottable (snapshot_id, organization_id, customers)
    SELECT id, organization_id, customers FROM portfolio_snapshot"""


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0004_organization_is_found_by_composites"),
        ("portfolio", "0003_organization_is_found_by_composites"),
    ]

    operations = [
        migrations.CreateModel(
            name="SnapshotTable",
            fields=[
                (
                    "snapshot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="table",
                        serialize=False,
                        to="portfolio.snapshot",
                    ),
                ),
                ("customers", models.BinaryField()),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="orgs.organization",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "snapshot"], name="table_of_snapshot")],
            },
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
    ]
