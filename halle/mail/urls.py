"""Addresses of the mail app."""

from django.urls import URLPattern, URLResolver, path

from halle.mail import views

app_name = "mail"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.inbox, name="inbox"),
    path("tout-lu/", views.read_all, name="read_all"),
    path("<uuid:message_id>/", views.message, name="message"),
]
