from django.db import migrations, models

CHOICES = [
    ("customers", "Customers"),
    ("contacts", "Contact persons"),
    ("sales", "Sales"),
    ("payments", "Payments"),
    ("deals", "Deals"),
]


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_folded")]

    operations = [
        migrations.AlterField(
            "importfile", "target", models.CharField(blank=True, choices=CHOICES, max_length=10)
        ),
        migrations.AlterField(
            "rememberedmapping", "target", models.CharField(choices=CHOICES, max_length=10)
        ),
    ]
