from datetime import time

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0006_ids_are_found_inside_an_organization"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="eve_end",
            field=models.TimeField(default=time(13, 0)),
        ),
        migrations.AddField(
            model_name="organization",
            name="keeps_hebrew_calendar",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="organization",
            name="week",
            field=models.CharField(
                choices=[
                    ("short", "Short Friday, closed on Shabbat"),
                    ("both", "Closed on Friday and Shabbat"),
                    ("sat-sun", "Closed on Saturday and Sunday"),
                    ("fri", "Closed on Friday"),
                    ("sun", "Closed on Sunday"),
                ],
                default="short",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="organization",
            name="workday_end",
            field=models.TimeField(default=time(18, 0)),
        ),
        migrations.AddField(
            model_name="organization",
            name="workday_start",
            field=models.TimeField(default=time(9, 0)),
        ),
    ]
