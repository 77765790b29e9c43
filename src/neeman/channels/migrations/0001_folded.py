import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("channels", "0001_keep_consents"),
        ("channels", "0002_keep_texts"),
        ("channels", "0003_keep_messages"),
        ("channels", "0004_take_the_register_as_a_source"),
        ("channels", "0005_what_goes_along_with_an_e_mail"),
    ]

    initial = True

    dependencies = [
        ("orgs", "0001_folded"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("party", models.CharField(blank=True, max_length=60)),
                ("address_key", models.CharField(blank=True, max_length=254)),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("whatsapp", "WhatsApp"),
                            ("email", "E-mail"),
                            ("sms", "SMS"),
                            ("phone", "Phone"),
                        ],
                        max_length=8,
                        verbose_name="channel",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("service", "Service"),
                            ("deal", "Follow-up of a deal"),
                            ("greeting", "Greeting"),
                            ("marketing", "Advertisement"),
                            ("request", "Request to agree"),
                        ],
                        max_length=9,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("given", "Agreed"),
                            ("refused", "Refused"),
                            ("exception", "Exception of the law"),
                        ],
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("wording", models.TextField(verbose_name="the exact words")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("form", "A form they filled in"),
                            ("written", "In writing"),
                            ("call", "A recorded call"),
                            ("reply", "A reply to a message"),
                            ("link", "The link in a message"),
                            ("spoken", "Said to us"),
                            ("purchase", "Details given in a purchase"),
                            ("negotiation", "Details given in a negotiation"),
                            ("file", "A file that was brought in"),
                            ("register", "Not found in the do-not-call register"),
                        ],
                        max_length=11,
                        verbose_name="where",
                    ),
                ),
                ("proof", models.CharField(blank=True, max_length=300, verbose_name="how it can be shown")),
                ("noted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
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
                "indexes": [
                    models.Index(fields=["organization", "party", "at"], name="consent_party"),
                    models.Index(fields=["organization", "address_key", "at"], name="consent_address"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Content",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("link", models.URLField(max_length=500, verbose_name="address")),
                ("remarks", models.CharField(blank=True, max_length=300, verbose_name="for whom")),
                ("archived_at", models.DateTimeField(null=True)),
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
                "indexes": [models.Index(fields=["organization", "archived_at"], name="content_archived")],
            },
        ),
        migrations.CreateModel(
            name="SendingRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cap_count", models.PositiveSmallIntegerField(default=2, verbose_name="messages at most")),
                ("cap_days", models.PositiveSmallIntegerField(default=7, verbose_name="in so many days")),
                (
                    "contact",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="address and phone of the business"
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
                "constraints": [models.UniqueConstraint(fields=("organization",), name="sending_rules_once")],
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("reason", models.CharField(blank=True, max_length=30)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("service", "Service"),
                            ("deal", "Follow-up of a deal"),
                            ("greeting", "Greeting"),
                            ("marketing", "Advertisement"),
                            ("request", "Request to agree"),
                        ],
                        default="service",
                        max_length=9,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("he", "עברית"), ("en", "English")],
                        default="he",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "subject",
                    models.CharField(blank=True, max_length=150, verbose_name="subject of an e-mail"),
                ),
                ("body", models.TextField(max_length=4000, verbose_name="text")),
                (
                    "provider_name",
                    models.CharField(blank=True, max_length=120, verbose_name="its name at WhatsApp"),
                ),
                ("archived_at", models.DateTimeField(null=True)),
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
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("reason", ""), _negated=True), ("archived_at", None)),
                        fields=("organization", "reason", "language"),
                        name="template_once_for_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("out", "from us"), ("in", "to us")], default="out", max_length=3
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("whatsapp", "WhatsApp"),
                            ("email", "E-mail"),
                            ("sms", "SMS"),
                            ("phone", "Phone"),
                        ],
                        max_length=8,
                        verbose_name="channel",
                    ),
                ),
                ("way", models.CharField(blank=True, max_length=8)),
                ("party", models.CharField(blank=True, max_length=60)),
                ("address", models.CharField(max_length=254)),
                ("recipient", models.JSONField(default=dict)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("service", "Service"),
                            ("deal", "Follow-up of a deal"),
                            ("greeting", "Greeting"),
                            ("marketing", "Advertisement"),
                            ("request", "Request to agree"),
                        ],
                        default="service",
                        max_length=9,
                        verbose_name="purpose",
                    ),
                ),
                ("template_version", models.PositiveIntegerField(default=0)),
                (
                    "subject",
                    models.CharField(blank=True, max_length=200, verbose_name="subject of an e-mail"),
                ),
                ("body", models.TextField(verbose_name="text")),
                ("approved", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "written, not sent yet"),
                            ("waiting", "waiting"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("delivered", "delivered"),
                            ("read", "read"),
                            ("failed", "failed"),
                            ("unknown", "sent or not, nobody knows"),
                            ("refused", "not allowed"),
                            ("dropped", "dropped"),
                            ("received", "received"),
                        ],
                        max_length=9,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("key", models.CharField(blank=True, max_length=120)),
                ("about_table", models.CharField(blank=True, max_length=60)),
                ("about_id", models.BigIntegerField(null=True)),
                ("waits", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("handed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("provider_id", models.CharField(blank=True, max_length=254)),
                (
                    "basis",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="channels.consent",
                    ),
                ),
                (
                    "made_by",
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
                    "template",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="channels.template",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "state", "due_at"], name="message_outbox"),
                    models.Index(fields=["organization", "party", "-made_at"], name="message_party"),
                    models.Index(fields=["organization", "address", "-made_at"], name="message_address"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("organization", "key"),
                        name="message_once_for_a_key",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("provider_id", ""), _negated=True),
                        fields=("organization", "way", "provider_id"),
                        name="message_once_at_the_provider",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("media_type", models.CharField(max_length=80)),
                ("content", models.BinaryField()),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="channels.message",
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
            name="RemovalLink",
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
                ("used_at", models.DateTimeField(null=True)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="channels.message"
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
            name="Connection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("way", models.CharField(max_length=8)),
                ("is_on", models.BooleanField(default=True)),
                ("settings", models.JSONField(default=dict)),
                ("sealed", models.TextField(blank=True)),
                ("worked_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=300)),
                ("fault_at", models.DateTimeField(null=True)),
                ("cursor", models.JSONField(default=dict)),
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
                    models.UniqueConstraint(fields=("organization", "way"), name="connection_once_for_a_way")
                ],
            },
        ),
    ]
