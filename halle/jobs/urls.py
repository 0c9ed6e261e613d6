"""Addresses of the jobs app."""

from django.urls import path

from halle.jobs import views

app_name = "jobs"
urlpatterns = [path("sante/", views.health, name="health")]
