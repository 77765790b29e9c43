import django.db.models.deletion
from django.db import migrations, models

COPY = """INSERT INTO portfolio_snapshottable (snapshot_id, organization_id, customers)
    SELECT id, organization_id, customers FROM portfolio_snapshot"""


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0003_invitations"),
        ("portfolio", "0002_key_figures_and_what_looked_back"),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
    ]
