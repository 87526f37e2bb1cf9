"""What the desk's forms ask for while somebody writes, below /desk/."""

from django.contrib import admin
from django.urls import path

from . import choosers, link_report

urlpatterns = [
    path("articles", choosers.articles, name="desk_articles"),
    path("pictures", choosers.pictures, name="desk_pictures"),
    path("embeds", choosers.embeds, name="desk_embeds"),
    path("tags", choosers.tags, name="desk_tags"),
    path("links/", admin.site.admin_view(link_report.links), name="desk_links"),
]
