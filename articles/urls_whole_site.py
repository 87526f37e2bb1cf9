"""Addresses that exist once, in no language."""

from django.urls import path

from .feeds.partners import partner_feed
from .views import machines
from .views.shared import shared

urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", machines.sitemap, name="sitemap"),
    path("news-sitemap.xml", machines.news_sitemap, name="news_sitemap"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("partner-feeds/<str:word>/", partner_feed, name="partner_feed"),
    path("shared/<str:signed>/", shared, name="shared"),
]
