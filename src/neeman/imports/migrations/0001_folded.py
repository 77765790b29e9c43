import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("imports", "0001_files_in_and_remembered_mappings"),
        ("imports", "0002_organization_is_found_by_composites"),
        ("imports", "0003_ids_are_found_inside_an_organization"),
    ]

    initial = True

    dependencies = [
        ("jobs", "0001_folded"),
        ("orgs", "0001_folded"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("path", models.CharField(max_length=120)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("info", models.JSONField(default=dict)),
                ("sheet", models.CharField(blank=True, max_length=200)),
                (
                    "target",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("customers", "Customers"),
                            ("contacts", "Contact persons"),
                            ("sales", "Sales"),
                            ("payments", "Payments"),
                        ],
                        max_length=10,
                    ),
                ),
                ("preset", models.CharField(blank=True, max_length=40)),
                ("columns", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("date_orders", models.JSONField(default=dict)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("from_memory", models.BooleanField(default=False)),
                ("fixes", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "being read"),
                            ("checked", "waiting for a decision"),
                            ("committing", "coming in"),
                            ("done", "came in"),
                            ("undone", "undone"),
                            ("failed", "could not be read"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                ("counts", models.JSONField(default=dict)),
                ("problem", models.JSONField(default=dict)),
                ("cursor", models.JSONField(default=dict)),
                ("received_at", models.DateTimeField(auto_now_add=True)),
                ("committed_at", models.DateTimeField(null=True)),
                (
                    "change_set",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="orgs.changeset",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="jobs.job",
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
                "indexes": [models.Index(fields=["organization", "-received_at"], name="import_time")],
            },
        ),
        migrations.CreateModel(
            name="RememberedMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("customers", "Customers"),
                            ("contacts", "Contact persons"),
                            ("sales", "Sales"),
                            ("payments", "Payments"),
                        ],
                        max_length=10,
                    ),
                ),
                ("mapping", models.JSONField(default=dict)),
                ("date_orders", models.JSONField(default=dict)),
                ("preset", models.CharField(blank=True, max_length=40)),
                ("used_at", models.DateTimeField(auto_now=True)),
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
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "fingerprint"), name="mapping_once")
                ],
            },
        ),
    ]
