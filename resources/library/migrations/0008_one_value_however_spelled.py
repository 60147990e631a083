"""One value of a country, sector or theme however it is spelled."""

from django.db import migrations, models

from resources.library.places.countries import country_key
from resources.library.places.folding import folded


def fill_keys(apps, schema_editor):
    """Find the key of every country, sector and theme written so far; the words stay."""
    pages = apps.get_model("library", "ResourcePage").objects
    rows = pages.exclude(country="", sector="", theme="")
    for pk, country, sector, theme in rows.values_list("pk", "country", "sector", "theme"):
        pages.filter(pk=pk).update(
            country_key=country_key(country), sector_key=folded(sector), theme_key=folded(theme)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0007_review_reminders'),
    ]

    operations = [
        migrations.AddField(
            model_name='resourcepage',
            name='country_key',
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name='resourcepage',
            name='sector_key',
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name='resourcepage',
            name='theme_key',
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
