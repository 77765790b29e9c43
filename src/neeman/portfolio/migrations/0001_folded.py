import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("portfolio", "0001_dated_verdicts"),
        ("portfolio", "0002_key_figures_and_what_looked_back"),
        ("portfolio", "0003_organization_is_found_by_composites"),
        ("portfolio", "0004_tables_of_customers_apart"),
        ("portfolio", "0005_snapshots_without_them"),
        ("portfolio", "0006_ids_are_found_inside_an_organization"),
        ("portfolio", "0007_snapshots_say_their_definitions"),
    ]

    initial = True

    dependencies = [
        ("customers", "0001_folded"),
        ("orgs", "0001_folded"),
    ]

    operations = [
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_of", models.DateField()),
                ("taken_at", models.DateTimeField(auto_now=True)),
                ("looking_back", models.BooleanField(default=False)),
                ("engine_version", models.CharField(max_length=20)),
                ("definitions", models.PositiveSmallIntegerField(default=0)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("pareto", "By share of revenue"),
                            ("share", "By share of customers"),
                            ("rules", "By rules"),
                        ],
                        max_length=6,
                    ),
                ),
                ("params", models.JSONField(default=dict)),
                (
                    "portfolio",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("figures", models.JSONField(default=dict)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "-as_of"], name="snapshot_latest")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "as_of"), name="snapshot_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="GradeSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[("A", "A"), ("B", "B"), ("C", "C")], max_length=1, verbose_name="grade"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(auto_now=True)),
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grade_set",
                        to="customers.customer",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="orgs.member",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Rules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("pareto", "By share of revenue"),
                            ("share", "By share of customers"),
                            ("rules", "By rules"),
                        ],
                        default="pareto",
                        max_length=6,
                        verbose_name="method",
                    ),
                ),
                ("params", models.JSONField(blank=True, default=dict)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("organization",), name="rules_once")],
            },
        ),
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
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "snapshot"], name="table_of_snapshot")],
            },
        ),
    ]
