import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("ledger", "0001_facts_of_money"),
        ("ledger", "0002_organization_is_found_by_composites"),
        ("ledger", "0003_ids_are_found_inside_an_organization"),
    ]

    initial = True

    dependencies = [
        ("customers", "0001_folded"),
        ("orgs", "0001_folded"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("order", "Order"), ("invoice", "Invoice"), ("credit", "Credit note")],
                        default="invoice",
                        max_length=8,
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60)),
                ("day", models.DateField()),
                ("key", models.CharField(max_length=120)),
                ("total_minor", models.BigIntegerField()),
                ("lines_count", models.PositiveIntegerField(default=0)),
                ("allocation_number", models.CharField(blank=True, max_length=12)),
                ("order_channel", models.CharField(blank=True, max_length=40)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="customers.customer",
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
                "indexes": [
                    models.Index(fields=["organization", "customer", "-day"], name="document_customer")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "key"), name="document_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("product", models.CharField(blank=True, max_length=80)),
                ("product_name", models.CharField(blank=True, max_length=200)),
                ("category", models.CharField(blank=True, max_length=80)),
                ("quantity_milli", models.BigIntegerField(default=1000)),
                ("unit_price_minor", models.BigIntegerField(null=True)),
                ("amount_minor", models.BigIntegerField()),
                ("discount_minor", models.BigIntegerField(null=True)),
                ("direct_cost_minor", models.BigIntegerField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="ledger.document",
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
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "document", "key"), name="line_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("amount_minor", models.BigIntegerField()),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("key", models.CharField(max_length=120)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="customers.customer",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="payments",
                        to="ledger.document",
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
                "indexes": [
                    models.Index(fields=["organization", "customer", "-day"], name="payment_customer")
                ],
                "constraints": [models.UniqueConstraint(fields=("organization", "key"), name="payment_once")],
            },
        ),
    ]
