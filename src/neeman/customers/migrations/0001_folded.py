"""Customers and what hangs on them, and the index by which they are found, in the manner of each database."""

from typing import Any

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models

# No second copy of the words (the customers' rows hold them); cut at blanks only, since they are keys already; one
# index of beginnings serves shorter ones too. Its triggers: customers.search.sqlite.keep_in_step, after each migration.
SQLITE = """
CREATE VIRTUAL TABLE customers_search USING fts5(
    words, content = '', tokenize = "ascii tokenchars '#~@'", prefix = '3', detail = none, columnsize = 0
)"""
FOR_MANY = [
    f"INSERT INTO customers_search (customers_search, rank) VALUES ('{name}', {value})"  # noqa: S608 - our own names
    for name, value in (("hashsize", 4_194_304), ("automerge", 8), ("pgsz", 16_000))
]  # a batch of an import is written at once, and merged half as often
POSTGRES = """
CREATE INDEX customer_search ON customers_customer
USING gin (array_to_tsvector(string_to_array(search_text, ' ')))"""


def search_index(apps: Any, schema_editor: Any) -> None:
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in [POSTGRES] if postgres else [SQLITE, *FOR_MANY]:
        schema_editor.execute(statement)


def no_search_index(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX customer_search")
        return
    for act in ("insert", "update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS customers_search_{act}")
    schema_editor.execute("DROP TABLE customers_search")


class Migration(migrations.Migration):
    replaces = [
        ("customers", "0001_customers_and_what_hangs_on_them"),
        ("customers", "0002_pairs_that_may_be_one"),
        ("customers", "0003_search_index"),
        ("customers", "0004_ties_are_found_by_index"),
        ("customers", "0005_list_by_city"),
        ("customers", "0006_leaner_search_index"),
        ("customers", "0007_organization_is_found_by_composites"),
        ("customers", "0008_lists_are_made_on_indexes"),
        ("customers", "0009_sums_of_standings"),
        ("customers", "0010_ids_are_found_inside_an_organization"),
        ("customers", "0011_when_to_be_in_touch_again"),
        ("customers", "0012_what_is_at_stake_beside_the_follow_up"),
        ("customers", "0013_days_that_come_round_are_found_by_index"),
    ]

    initial = True

    dependencies = [
        ("orgs", "0001_folded"),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[("company", "Business"), ("person", "Private person")],
                        default="company",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("lead", "Lead"), ("active", "Active"), ("inactive", "Inactive")],
                        default="active",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("company_name", models.CharField(blank=True, max_length=200, verbose_name="company name")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="phone")),
                ("phone2", models.CharField(blank=True, max_length=60, verbose_name="another phone")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-mail")),
                ("website", models.CharField(blank=True, max_length=200, verbose_name="website")),
                (
                    "company_number",
                    models.CharField(blank=True, max_length=20, verbose_name="company number"),
                ),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="street")),
                ("city", models.CharField(blank=True, max_length=80, verbose_name="city")),
                ("postal_code", models.CharField(blank=True, max_length=12, verbose_name="postal code")),
                ("country", models.CharField(blank=True, max_length=60, verbose_name="country")),
                ("industry", models.CharField(blank=True, max_length=120, verbose_name="field of business")),
                ("birthday", models.DateField(blank=True, null=True, verbose_name="birthday")),
                ("anniversary", models.DateField(blank=True, null=True, verbose_name="anniversary")),
                ("customer_since", models.DateField(blank=True, null=True, verbose_name="customer since")),
                ("payment_terms", models.CharField(blank=True, max_length=60, verbose_name="payment terms")),
                ("source", models.CharField(blank=True, max_length=80, verbose_name="source")),
                ("remarks", models.TextField(blank=True, verbose_name="remarks")),
                (
                    "custom",
                    models.JSONField(
                        blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("phone_key", models.CharField(blank=True, editable=False, max_length=20)),
                ("email_key", models.CharField(blank=True, editable=False, max_length=254)),
                ("number_key", models.CharField(blank=True, editable=False, max_length=20)),
                ("name_key", models.CharField(blank=True, editable=False, max_length=200)),
                ("sort_key", models.CharField(blank=True, editable=False, max_length=200)),
                ("search_text", models.TextField(blank=True, editable=False)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="absorbed",
                        to="customers.customer",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="orgs.member",
                        verbose_name="account manager",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="children",
                        to="customers.customer",
                        verbose_name="parent company",
                    ),
                ),
                (
                    "referrer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="referred",
                        to="customers.customer",
                        verbose_name="referred by",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "archived_at", "sort_key"], name="customer_by_name"),
                    models.Index(fields=["organization", "phone_key"], name="customer_by_phone"),
                    models.Index(fields=["organization", "number_key"], name="customer_by_number"),
                    models.Index(fields=["organization", "email_key"], name="customer_by_email"),
                    models.Index(fields=["organization", "name_key"], name="customer_by_name_key"),
                    models.Index(fields=["organization", "owner", "archived_at"], name="customer_by_owner"),
                    models.Index(fields=["organization", "city", "archived_at"], name="customer_by_city"),
                    models.Index(
                        fields=["organization", "archived_at", "status", "kind", "industry", "source"],
                        name="customer_by_traits",
                    ),
                    models.Index(
                        condition=models.Q(("birthday__isnull", False)),
                        fields=["organization", "birthday"],
                        name="customer_by_birthday",
                    ),
                    models.Index(
                        condition=models.Q(("anniversary__isnull", False)),
                        fields=["organization", "anniversary"],
                        name="customer_by_anniversary",
                    ),
                    models.Index(
                        condition=models.Q(("parent__isnull", False)),
                        fields=["organization", "parent"],
                        name="customer_by_parent",
                    ),
                    models.Index(
                        condition=models.Q(("referrer__isnull", False)),
                        fields=["organization", "referrer"],
                        name="customer_by_referrer",
                    ),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["organization", "merged_into"],
                        name="customer_by_merge",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("job_title", models.CharField(blank=True, max_length=120, verbose_name="position")),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("senior", "Senior management"),
                            ("finance", "Finance"),
                            ("operations", "Operations"),
                            ("users", "End users"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="phone")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-mail")),
                ("birthday", models.DateField(blank=True, null=True, verbose_name="birthday")),
                ("remarks", models.TextField(blank=True, verbose_name="remarks")),
                ("is_main", models.BooleanField(default=False, verbose_name="main contact")),
                ("left_at", models.DateField(blank=True, null=True, verbose_name="left on")),
                ("phone_key", models.CharField(blank=True, editable=False, max_length=20)),
                ("email_key", models.CharField(blank=True, editable=False, max_length=254)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "customer"], name="contact_customer"),
                    models.Index(fields=["organization", "phone_key"], name="contact_phone"),
                    models.Index(fields=["organization", "email_key"], name="contact_email"),
                    models.Index(
                        condition=models.Q(("birthday__isnull", False)),
                        fields=["organization", "birthday"],
                        name="contact_birthday",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(max_length=200, upload_to="")),
                ("name", models.CharField(max_length=200)),
                ("size", models.PositiveBigIntegerField()),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
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
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "customer"], name="attachment_customer")],
            },
        ),
        migrations.CreateModel(
            name="CustomField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(allow_unicode=True, max_length=40)),
                ("label", models.CharField(max_length=60, verbose_name="name")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("number", "Number"),
                            ("date", "Date"),
                            ("choice", "One of a list"),
                            ("yes_no", "Yes or no"),
                        ],
                        default="text",
                        max_length=8,
                        verbose_name="type",
                    ),
                ),
                ("choices", models.JSONField(blank=True, default=list)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
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
                    models.UniqueConstraint(fields=("organization", "key"), name="custom_field_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DuplicatePair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("phone", "the same phone"),
                            ("number", "the same company number"),
                            ("email", "the same e-mail"),
                            ("name", "the same name"),
                            ("alike", "similar names"),
                        ],
                        max_length=8,
                    ),
                ),
                ("score", models.PositiveSmallIntegerField()),
                ("apart", models.BooleanField(default=False)),
                ("found_at", models.DateTimeField(auto_now_add=True)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "apart", "-score"], name="duplicate_pair_order")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "first", "second"), name="duplicate_pair_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("system", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=80)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="external_keys",
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
                "indexes": [models.Index(fields=["organization", "customer"], name="external_key_customer")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "system", "key"), name="external_key_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "absorbed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "change_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.changeset"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
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
            name="Preference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("channel", "Preferred channel"),
                            ("time", "Best time"),
                            ("delivery", "Delivery"),
                            ("language", "Language"),
                            ("personal", "Personal"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="about",
                    ),
                ),
                ("value", models.CharField(max_length=200, verbose_name="preference")),
                ("noted_on", models.DateField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preferences",
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
                "indexes": [models.Index(fields=["organization", "customer"], name="preference_customer")],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("query", models.CharField(max_length=500)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
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
                "indexes": [models.Index(fields=["organization", "position"], name="saved_view_order")],
            },
        ),
        migrations.CreateModel(
            name="StandingSum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("grade", models.CharField(blank=True, max_length=1)),
                ("customers", models.PositiveIntegerField()),
                ("revenue_window_minor", models.BigIntegerField()),
                ("late", models.PositiveIntegerField()),
                ("at_stake_minor", models.BigIntegerField()),
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
                    models.UniqueConstraint(fields=("organization", "grade"), name="sum_a_grade")
                ],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
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
                "constraints": [models.UniqueConstraint(fields=("organization", "name"), name="tag_once")],
            },
        ),
        migrations.CreateModel(
            name="CustomerTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tag_links",
                        to="customers.customer",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="customer_links",
                        to="customers.tag",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "customer"], name="customer_tags")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "tag", "customer"), name="customer_tag_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="follow_up",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                (
                    "grade",
                    models.CharField(blank=True, choices=[("A", "A"), ("B", "B"), ("C", "C")], max_length=1),
                ),
                ("value_minor", models.BigIntegerField(default=0)),
                ("at_stake_minor", models.BigIntegerField(default=0)),
                (
                    "warmth",
                    models.CharField(
                        choices=[
                            ("lead", "Lead"),
                            ("active", "In touch"),
                            ("win_back", "To win back"),
                            ("inactive", "Inactive"),
                        ],
                        default="active",
                        max_length=8,
                    ),
                ),
                ("last_touch_at", models.DateTimeField(null=True)),
                ("last_touch_kind", models.CharField(blank=True, max_length=10)),
                ("last_words", models.CharField(blank=True, max_length=200)),
                ("unanswered", models.PositiveSmallIntegerField(default=0)),
                ("rule", models.CharField(blank=True, max_length=8)),
                ("every_days", models.PositiveSmallIntegerField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("next_step", models.CharField(blank=True, max_length=200)),
                ("next_kind", models.CharField(blank=True, max_length=10)),
                ("paused_until", models.DateField(null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="orgs.member",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "owner", "due_on"], name="follow_up_due"),
                    models.Index(
                        fields=["organization", "owner", "grade", "-value_minor", "due_on"],
                        name="follow_up_rank",
                    ),
                    models.Index(fields=["organization", "due_on", "customer"], name="follow_up_next"),
                    models.Index(
                        condition=models.Q(("at_stake_minor__gt", 0)),
                        fields=["organization", "owner", "-at_stake_minor", "last_touch_at"],
                        name="follow_up_at_stake",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                ("as_of", models.DateField()),
                (
                    "grade",
                    models.CharField(blank=True, choices=[("A", "A"), ("B", "B"), ("C", "C")], max_length=1),
                ),
                ("revenue_rank", models.PositiveIntegerField(null=True)),
                ("revenue_window_minor", models.BigIntegerField(default=0)),
                ("revenue_before_minor", models.BigIntegerField(default=0)),
                ("revenue_minor", models.BigIntegerField(default=0)),
                ("revenue_share", models.FloatField(default=0.0)),
                ("orders", models.PositiveIntegerField(default=0)),
                ("purchase_days", models.PositiveIntegerField(default=0)),
                ("first_purchase", models.DateField(null=True)),
                ("last_purchase", models.DateField(null=True)),
                ("usual_gap_days", models.FloatField(null=True)),
                ("overdue_ratio", models.FloatField(null=True)),
                ("at_stake_minor", models.BigIntegerField(default=0)),
                ("p_alive", models.FloatField(null=True)),
                ("p_purchase_12m", models.FloatField(null=True)),
                ("clv_12m_minor", models.BigIntegerField(null=True)),
                ("lifetime_value_minor", models.BigIntegerField(null=True)),
                ("months", models.JSONField(default=list)),
                ("explanation", models.JSONField(default=list)),
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
                    models.Index(
                        fields=["organization", "grade", "-revenue_window_minor", "customer"],
                        name="standing_grade",
                    ),
                    models.Index(
                        fields=["organization", "-revenue_window_minor", "customer"], name="standing_revenue"
                    ),
                    models.Index(
                        fields=["organization", "-overdue_ratio", "customer"], name="standing_overdue"
                    ),
                    models.Index(
                        fields=[
                            "organization",
                            "-at_stake_minor",
                            "grade",
                            "revenue_window_minor",
                            "customer",
                        ],
                        name="standing_at_stake",
                    ),
                    models.Index(
                        fields=[
                            "organization",
                            "-last_purchase",
                            "first_purchase",
                            "grade",
                            "at_stake_minor",
                            "revenue_window_minor",
                            "revenue_before_minor",
                            "customer",
                        ],
                        name="standing_last_purchase",
                    ),
                ],
            },
        ),
        migrations.RunPython(search_index, no_search_index),
    ]
