from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0006_ids_are_found_inside_an_organization"),
    ]

    operations = [
        migrations.AddField(
            model_name="snapshot",
            name="definitions",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
