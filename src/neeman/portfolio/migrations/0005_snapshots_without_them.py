from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0004_tables_of_customers_apart"),
    ]

    operations = [
        migrations.RemoveField(model_name="snapshot", name="customers"),
    ]
