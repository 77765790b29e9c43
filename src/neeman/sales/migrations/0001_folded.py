import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("sales", "0001_stages_deals_and_leads"),
        ("sales", "0010_products_and_quotes"),
        ("sales", "0011_the_latest_openings_are_found_by_index"),
    ]

    initial = True

    dependencies = [
        ("customers", "0001_folded"),
        ("orgs", "0001_folded"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeadForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("address", models.CharField(editable=False, max_length=40, unique=True)),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="heading")),
                ("source", models.CharField(blank=True, max_length=80, verbose_name="source to note")),
                ("notice", models.TextField(blank=True, verbose_name="privacy notice")),
                ("consent", models.CharField(blank=True, max_length=300, verbose_name="words of consent")),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
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
                        verbose_name="who answers",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="LostReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("code", models.CharField(blank=True, editable=False, max_length=20)),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
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
                "indexes": [
                    models.Index(fields=["organization", "archived_at", "position"], name="lost_reason_order")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("organization", "code"),
                        name="lost_reason_code_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
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
                        choices=[("product", "Product"), ("service", "Service")],
                        default="product",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("code", models.CharField(blank=True, max_length=60, verbose_name="catalogue number")),
                ("category", models.CharField(blank=True, max_length=80, verbose_name="category")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit")),
                (
                    "price_minor",
                    models.BigIntegerField(
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="price before VAT",
                    ),
                ),
                (
                    "cost_minor",
                    models.BigIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="cost",
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="description for the customer"
                    ),
                ),
                ("is_favourite", models.BooleanField(default=False, verbose_name="favourite")),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("search_text", models.TextField(blank=True, editable=False)),
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
                    models.Index(fields=["organization", "archived_at", "name"], name="product_by_name"),
                    models.Index(
                        condition=models.Q(("archived_at", None), ("is_favourite", True)),
                        fields=["organization", "name"],
                        name="product_favourites",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("organization", "code"),
                        name="product_code_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
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
                    models.UniqueConstraint(fields=("organization", "year"), name="quote_counter_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "business_name",
                    models.CharField(blank=True, max_length=120, verbose_name="name on quotes"),
                ),
                (
                    "business_number",
                    models.CharField(blank=True, max_length=20, verbose_name="business number"),
                ),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                ("charges_vat", models.BooleanField(default=True, verbose_name="charges VAT")),
                ("terms", models.TextField(blank=True, max_length=4000, verbose_name="usual terms")),
                (
                    "valid_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="valid for days",
                    ),
                ),
                (
                    "hour_minor",
                    models.BigIntegerField(
                        default=0,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="cost of an hour of work",
                    ),
                ),
                (
                    "margin_bp",
                    models.PositiveIntegerField(
                        default=3000, validators=[django.core.validators.MaxValueValidator(9900)]
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
                    models.UniqueConstraint(fields=("organization",), name="quote_settings_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("content", models.JSONField()),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    models.Index(fields=["organization", "archived_at", "name"], name="quote_template_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("code", models.CharField(blank=True, editable=False, max_length=20)),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "probability_new",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="chance with a new customer",
                    ),
                ),
                (
                    "probability_existing",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="chance with an existing customer",
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
                    models.Index(fields=["organization", "archived_at", "position"], name="stage_order")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("organization", "code"),
                        name="stage_code_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("probability_existing__lte", 100), ("probability_new__lte", 100)),
                        name="stage_percents",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(max_length=200, verbose_name="what about")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("upsell", "Upsell"),
                            ("cross_sell", "Cross-sell"),
                            ("renewal", "Renewal"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("stage_since", models.DateTimeField()),
                ("value_minor", models.BigIntegerField(blank=True, null=True, verbose_name="value")),
                (
                    "probability",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="chance",
                    ),
                ),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="expected on")),
                ("source", models.CharField(blank=True, max_length=80, verbose_name="source")),
                ("remarks", models.TextField(blank=True, verbose_name="remarks")),
                ("competitor", models.CharField(blank=True, max_length=120, verbose_name="competitor")),
                ("price_compared", models.BooleanField(default=False, verbose_name="compares prices")),
                ("lost_words", models.TextField(blank=True, verbose_name="in their words")),
                ("won_at", models.DateTimeField(null=True)),
                ("lost_at", models.DateTimeField(null=True)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("first_reply_at", models.DateTimeField(null=True)),
                ("key", models.CharField(blank=True, max_length=80)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deals",
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
                        verbose_name="who works on it",
                    ),
                ),
                (
                    "lost_reason",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sales.lostreason",
                        verbose_name="why it was lost",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deals",
                        to="sales.stage",
                        verbose_name="stage",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("lost_at", None), ("won_at", None)),
                        fields=["organization", "stage", "owner", "kind", "value_minor"],
                        name="deal_open",
                    ),
                    models.Index(fields=["organization", "customer", "-created_at"], name="deal_customer"),
                    models.Index(
                        condition=models.Q(("arrived_at__isnull", False)),
                        fields=["organization", "arrived_at"],
                        name="deal_arrived",
                    ),
                    models.Index(
                        condition=models.Q(("won_at__isnull", False)),
                        fields=["organization", "won_at", "kind"],
                        name="deal_won",
                    ),
                    models.Index(
                        condition=models.Q(("lost_at__isnull", False)),
                        fields=["organization", "lost_at", "kind"],
                        name="deal_lost",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("organization", "key"),
                        name="deal_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("won_at", None), ("lost_at", None), _connector="OR"),
                        name="deal_won_or_lost",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value_minor", None), ("value_minor__gte", 0), _connector="OR"),
                        name="deal_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("probability", None), ("probability__lte", 100), _connector="OR"),
                        name="deal_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("number", models.CharField(max_length=20)),
                ("version_no", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Sent"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                            ("replaced", "Replaced"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("he", "עברית"), ("en", "English")],
                        default="he",
                        max_length=2,
                        verbose_name="language of the quote",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="what about")),
                (
                    "intro",
                    models.TextField(blank=True, max_length=2000, verbose_name="words to the customer"),
                ),
                ("terms", models.TextField(blank=True, max_length=4000, verbose_name="terms")),
                (
                    "internal_note",
                    models.TextField(blank=True, max_length=2000, verbose_name="note for ourselves"),
                ),
                (
                    "consumer",
                    models.BooleanField(default=False, verbose_name="for a consumer: prices include VAT"),
                ),
                ("vat_rate_bp", models.PositiveIntegerField()),
                ("tax_day", models.DateField()),
                ("valid_days", models.PositiveSmallIntegerField(default=14, verbose_name="valid for days")),
                ("valid_until", models.DateField(null=True)),
                ("discount_bp", models.PositiveIntegerField(default=0)),
                ("discount_minor", models.BigIntegerField(default=0)),
                ("net_minor", models.BigIntegerField(default=0)),
                ("vat_minor", models.BigIntegerField(default=0)),
                ("total_minor", models.BigIntegerField(default=0)),
                ("cost_minor", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decline_reason", models.TextField(blank=True, max_length=2000)),
                ("archived_at", models.DateTimeField(null=True)),
                ("key", models.CharField(blank=True, max_length=80)),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="customers.contact",
                        verbose_name="for the attention of",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotes",
                        to="customers.customer",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="quotes",
                        to="sales.deal",
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
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="orgs.member",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="later",
                        to="sales.quote",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "archived_at", "-made_at"], name="quote_time"),
                    models.Index(fields=["organization", "customer", "-made_at"], name="quote_customer"),
                    models.Index(fields=["organization", "deal"], name="quote_deal"),
                    models.Index(
                        condition=models.Q(("sent_at__isnull", False)),
                        fields=["organization", "sent_at", "state", "net_minor"],
                        name="quote_sent",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "number", "version_no"), name="quote_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("organization", "key"),
                        name="quote_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("discount_bp__lte", 10000), ("discount_minor__gte", 0)),
                        name="quote_discount",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=120)),
                ("job_title", models.CharField(blank=True, max_length=120)),
                ("strokes", models.JSONField(default=list)),
                ("wording", models.CharField(max_length=400)),
                ("total_minor", models.BigIntegerField()),
                ("content_hash", models.CharField(max_length=64)),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
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
                    "quote",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="approval", to="sales.quote"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="QuoteLine",
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
                        choices=[("item", "Item"), ("section", "Section")], default="item", max_length=7
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("name", models.CharField(blank=True, max_length=200)),
                ("code", models.CharField(blank=True, max_length=60)),
                ("detail", models.TextField(blank=True, max_length=2000)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("quantity_milli", models.BigIntegerField(default=1000)),
                ("unit_price_minor", models.BigIntegerField(default=0)),
                ("discount_bp", models.PositiveIntegerField(default=0)),
                ("discount_minor", models.BigIntegerField(default=0)),
                ("unit_cost_minor", models.BigIntegerField(null=True)),
                ("optional", models.BooleanField(default=False)),
                ("chosen", models.BooleanField(default=False)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="sales.product",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="sales.quote"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "quote", "position"], name="quote_line_order"),
                    models.Index(
                        condition=models.Q(("product__isnull", False)),
                        fields=["organization", "product"],
                        name="quote_line_product",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("discount_bp__lte", 10000), ("discount_minor__gte", 0), ("quantity_milli__gt", 0)
                        ),
                        name="quote_line_bounds",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
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
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="sales.quote"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "quote"], name="quote_link_quote")],
            },
        ),
        migrations.CreateModel(
            name="QuoteOpening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="sales.quotelink",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="openings", to="sales.quote"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "quote", "-at"], name="quote_opening_time"),
                    models.Index(fields=["organization", "-at"], name="quote_opening_latest"),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("from_customer", models.BooleanField()),
                ("name", models.CharField(blank=True, max_length=120)),
                ("text", models.TextField(max_length=2000)),
                ("key", models.CharField(blank=True, max_length=80)),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False,
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
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="sales.quote",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "quote", "at"], name="quote_question_time")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("organization", "quote", "key"),
                        name="quote_question_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=120)),
                ("phone", models.CharField(blank=True, max_length=60)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("message", models.TextField(blank=True)),
                ("consented", models.BooleanField(default=False)),
                ("consent_words", models.CharField(blank=True, max_length=300)),
                ("notice_words", models.TextField(blank=True)),
                ("sender", models.CharField(blank=True, max_length=32)),
                ("key", models.CharField(max_length=80)),
                (
                    "deal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="entries",
                        to="sales.deal",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="sales.leadform",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "form", "-at"], name="lead_entry_time")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "key"), name="lead_entry_once"),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="lead_entry_has_key"
                    ),
                ],
            },
        ),
    ]
