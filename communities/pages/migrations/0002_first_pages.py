"""Plant the tree: a home and a list of communities, in French and in English."""

import uuid

from django.db import migrations

TEXTS = {
    "fr": {
        "home": (
            "Apprendre les uns des autres",
            "Des communautés de pratique y parlent de leur travail, en confiance. "
            "Au-dessus de chaque page est écrit qui peut la lire.",
        ),
        "index": (
            "Communautés",
            "Des personnes qui partagent un métier, une question, une envie d'apprendre.",
        ),
    },
    "en": {
        "home": (
            "Learn from one another",
            "Communities of practice talk here about their work, in trust. "
            "Above each page is written who can read it.",
        ),
        "index": (
            "Communities",
            "People who share a craft, a question, a wish to learn.",
        ),
    },
}


def plant(apps, schema_editor):
    from django.conf import settings

    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("pages", "HomePage")
    CommunityIndexPage = apps.get_model("pages", "CommunityIndexPage")

    Site.objects.all().delete()
    Page.objects.filter(depth__gte=2).delete()
    types = {
        model: ContentType.objects.get_or_create(model=model, app_label="pages")[0]
        for model in ("homepage", "communityindexpage")
    }
    keys = {"home": uuid.uuid4(), "index": uuid.uuid4()}
    default = settings.LANGUAGE_CODE[:2]
    languages = sorted(TEXTS, key=lambda language: language != default)
    for number, language in enumerate(languages, start=1):
        locale, _created = Locale.objects.get_or_create(language_code=language)
        slug = "home" if language == default else f"home-{language}"
        title, introduction = TEXTS[language]["home"]
        home = HomePage.objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            introduction=introduction,
            content_type=types["homepage"],
            locale=locale,
            translation_key=keys["home"],
            path=f"0001{number:04d}",
            depth=2,
            numchild=1,
            url_path=f"/{slug}/",
        )
        title, introduction = TEXTS[language]["index"]
        CommunityIndexPage.objects.create(
            title=title,
            draft_title=title,
            slug="communities",
            introduction=introduction,
            content_type=types["communityindexpage"],
            locale=locale,
            translation_key=keys["index"],
            path=f"0001{number:04d}0001",
            depth=3,
            numchild=0,
            url_path=f"/{slug}/communities/",
        )
        if language == default:
            Site.objects.create(
                hostname="localhost", root_page_id=home.pk, is_default_site=True, port=80
            )
    Page.objects.filter(depth=1).update(numchild=len(languages))
    Locale.objects.exclude(language_code__in=TEXTS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop, elidable=False)]
