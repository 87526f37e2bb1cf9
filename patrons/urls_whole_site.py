"""Addresses of the patrons' room that are the same in every language: programs ask them, not people."""

from django.urls import include, path

from .views.hooks import hook

urlpatterns = [
    path("support/hooks/<slug:key>/", hook, name="provider_hook"),
    path("demo-bank/", include("patrons.providers.demo.urls")),
]
