"""Addresses of the portal app: homes, one's own account, pages about the site."""

from django.urls import URLPattern, URLResolver, path

import halle.companies.converters  # noqa: F401 - registers <company:…>
from halle.portal.views import home, own, pages

SEAT = "entreprises/<company:identifier>/ma-plate-forme/"

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.welcome, name="welcome"),
    path("mon-compte/", home.account, name="account"),
    path("mon-compte/notifications/", own.notifications, name="notifications"),
    path("mon-compte/mes-donnees/", own.export, name="export"),
    path("entreprises/", home.companies, name="companies"),
    path("entreprises/<company:identifier>/", home.socle, name="socle_home"),
    path(SEAT, own.platform, name="platform"),
    path(f"{SEAT}quitter/", own.leave, name="leave"),
    path("aide/", pages.help_page, name="help"),
    path("mentions-legales/", pages.legal, name="legal"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("donnees-personnelles/", pages.privacy, name="privacy"),
]
