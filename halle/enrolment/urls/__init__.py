"""Addresses of the enrolment app, one file a noun."""

from django.urls import URLPattern

app_name = "enrolment"
urlpatterns: list[URLPattern] = []
