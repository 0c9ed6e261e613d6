"""Every address of the site; paths are French words."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

# Staff signs in like everybody else: one door, with its second factor and its limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns: list[URLPattern | URLResolver] = [
    path("compte/", include("halle.accounts.urls")),
    path("exploitation/", admin.site.urls),
    path("messages/", include("halle.mail.urls")),
    path("", include("halle.jobs.urls")),
    path("entreprises/", include("halle.companies.urls")),
    path("", include("halle.enrolment.urls")),
    path("", include("halle.portal.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("ui/", include("halle.ui.urls")))
