"""Every address of the site."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from communities.pages.views import home
from cop_site import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("accounts/", include("communities.people.account_urls")),
    path("", include("communities.facilitation.urls")),
    path("communities/", include("communities.urls")),
    path("", include("communities.people.urls")),
    path("", include("resources.library.urls")),
    path("", include("forums.spaces.urls")),
    path("", include("forums.chat.urls")),
    path("", include("forums.mail.urls")),
    path("", include("resources.search.urls")),
    path("help/", include(([
        path("", views.help_index, name="index"),
        path("<slug:slug>/", views.help_page, name="page"),
    ], "help"))),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", views.sitemap_section, name="sitemap-section"),
    path("language/", set_language, name="set_language"),
    # Wagtail's chooser of pages and its list of tags name everything to every editor.
    re_path(r"^cms/(choose-page|tag-autocomplete)/", views.absent),
    # Its documents and images would be a second door to files: see ``resources.files``.
    re_path(r"^cms/(api/main/)?(documents|images|collections)/", views.absent),
    re_path(r"^cms/bulk/wagtail(docs|images)/", views.absent),
    re_path(r"^cms/reports/page-types-usage/", views.absent),  # it counts every community's pages
    path("cms/reports/", include("communities.pages.admin_urls")),
    path("cms/", include(wagtailadmin_urls)),
]  # fmt: skip

if settings.DEMO:
    from cop_site.demo import views as demo

    urlpatterns.append(path("demo/<slug:key>/", demo.sign_in, name="demo"))

urlpatterns.append(path("", include(wagtail_urls)))
