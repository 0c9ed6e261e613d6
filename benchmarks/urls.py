"""The site's addresses, plus the two pages that the users list is compared with."""

from django.urls import path

import halle.companies.converters  # noqa: F401 - registers <company:…>
from benchmarks import admin as comparison
from benchmarks.limit import limit
from config.urls import urlpatterns as site_urls

urlpatterns = [
    path("banc/limite/<company:identifier>/", limit),
    path("banc/admin/", comparison.site.urls),
    *site_urls,
]
