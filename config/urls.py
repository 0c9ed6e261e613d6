"""Every address of the site; paths are French words."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("compte/", include("halle.accounts.urls")),
    path("messages/", include("halle.mail.urls")),
    path("", include("halle.jobs.urls")),
    path("entreprises/", include("halle.companies.urls")),
    path("", include("halle.portal.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("ui/", include("halle.ui.urls")))
