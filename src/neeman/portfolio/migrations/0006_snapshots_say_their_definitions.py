from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0005_snapshots_without_them"),
    ]

    operations = [
        migrations.AddField(
            model_name="snapshot",
            name="definitions",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
