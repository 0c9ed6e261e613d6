"""The gallery of the design system, only when DEBUG (config.urls)."""

from django.urls import URLPattern, URLResolver, path

from halle.ui import views

app_name = "ui"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.gallery, name="gallery"),
    path("administration/", views.socle, name="socle"),
    path("entree/", views.entrance, name="entrance"),
    path("suggestions/", views.suggestions, name="suggestions"),
]
