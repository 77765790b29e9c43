import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("automations", "0001_what_is_done_by_itself"),
        ("automations", "0002_letters_to_many"),
        ("automations", "0003_letters_to_chosen_customers"),
    ]

    initial = True

    dependencies = [
        ("activity", "0001_folded"),
        ("channels", "0001_folded"),
        ("customers", "0001_folded"),
        ("orgs", "0001_folded"),
    ]

    operations = [
        migrations.CreateModel(
            name="Automation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("preset", models.CharField(blank=True, max_length=30)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("trigger", models.CharField(max_length=40, verbose_name="when")),
                ("settings", models.JSONField(default=dict)),
                ("conditions", models.JSONField(default=list)),
                ("wait", models.PositiveSmallIntegerField(default=0, verbose_name="wait")),
                (
                    "wait_unit",
                    models.CharField(
                        choices=[
                            ("hours", "hours of the day"),
                            ("days", "days"),
                            ("workdays", "working days"),
                            ("weeks", "weeks"),
                            ("months", "months"),
                        ],
                        default="days",
                        max_length=8,
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("message", "Send a message"),
                            ("task", "Set a task"),
                            ("tag", "Put a tag on the customer"),
                            ("status", "Change the customer's status"),
                        ],
                        default="message",
                        max_length=7,
                        verbose_name="then",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=30, verbose_name="text")),
                (
                    "language",
                    models.CharField(
                        choices=[("he", "עברית"), ("en", "English")], default="he", max_length=2
                    ),
                ),
                ("channels", models.JSONField(default=list)),
                ("values", models.JSONField(default=dict)),
                (
                    "task_kind",
                    models.CharField(
                        choices=[
                            ("call", "Call"),
                            ("whatsapp", "WhatsApp"),
                            ("email", "E-mail"),
                            ("meeting", "Meeting"),
                            ("quote", "Quote"),
                            ("other", "Task"),
                        ],
                        default="call",
                        max_length=8,
                    ),
                ),
                ("task_title", models.CharField(blank=True, max_length=150, verbose_name="task")),
                ("tag", models.CharField(blank=True, max_length=40, verbose_name="tag")),
                ("status", models.CharField(blank=True, max_length=8, verbose_name="status")),
                ("stops", models.JSONField(default=list)),
                ("priority", models.PositiveSmallIntegerField(default=50)),
                ("again_days", models.PositiveSmallIntegerField(default=0)),
                (
                    "most_a_day",
                    models.PositiveSmallIntegerField(default=30, verbose_name="customers a day at most"),
                ),
                ("is_on", models.BooleanField(default=False)),
                ("switched_at", models.DateTimeField(null=True)),
                ("on_from", models.DateTimeField(null=True)),
                ("read_to", models.DateTimeField(null=True)),
                ("archived_at", models.DateTimeField(null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
                (
                    "switched_by",
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
                    models.Index(fields=["organization", "archived_at", "is_on"], name="automation_on")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("preset", ""), _negated=True), ("archived_at", None)),
                        fields=("organization", "preset"),
                        name="automation_once_for_a_preset",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Newsletter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("query", models.CharField(blank=True, max_length=2000)),
                ("chosen", models.JSONField(default=list)),
                ("text", models.CharField(max_length=30, verbose_name="text")),
                (
                    "language",
                    models.CharField(
                        choices=[("he", "עברית"), ("en", "English")], default="he", max_length=2
                    ),
                ),
                ("channels", models.JSONField(default=list)),
                ("values", models.JSONField(default=dict)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("counting", "being counted"),
                            ("ready", "ready to be sent"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("stopped", "stopped"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("counted_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organization", "-made_at"], name="newsletter_time")],
            },
        ),
        migrations.CreateModel(
            name="Reader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("gets", "gets it"),
                            ("not", "does not get it"),
                            ("handed", "handed to the outbox"),
                        ],
                        max_length=6,
                    ),
                ),
                ("channel", models.CharField(blank=True, max_length=8)),
                ("why", models.CharField(blank=True, max_length=20)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="channels.message",
                    ),
                ),
                (
                    "newsletter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readers",
                        to="automations.newsletter",
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
                    models.Index(fields=["organization", "newsletter", "place"], name="reader_place")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "newsletter", "customer"), name="reader_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("cause", models.JSONField(default=dict)),
                ("about_table", models.CharField(blank=True, max_length=60)),
                ("about_id", models.BigIntegerField(null=True)),
                ("happened_at", models.DateTimeField()),
                ("planned_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("done", "done"),
                            ("stopped", "stopped"),
                            ("skipped", "not done"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=20)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "automation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="automations.automation",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="automation_runs",
                        to="customers.customer",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="channels.message",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orgs.organization"
                    ),
                ),
                (
                    "stopped_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="orgs.member",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="activity.task",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["organization", "due_at"],
                        name="run_waiting",
                    ),
                    models.Index(fields=["organization", "customer", "-due_at"], name="run_customer"),
                    models.Index(
                        fields=["organization", "automation", "state", "-ended_at"], name="run_automation"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "automation", "customer", "key"),
                        name="run_once_for_a_happening",
                    )
                ],
            },
        ),
    ]
