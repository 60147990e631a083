"""An import whose worker died is recognised, and only its last attempt goes on."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0008_one_value_however_spelled"),
    ]

    operations = [
        migrations.AddField(
            model_name="resourceimport",
            name="attempt",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="resourceimport",
            name="worked_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
