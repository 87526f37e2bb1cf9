"""What the desk's forms ask for while somebody writes, below /desk/."""

from django.contrib import admin
from django.urls import path

from . import article_comments, body_pictures, choosers, link_report, picture_uploads, related_desk, unsaved

urlpatterns = [
    path("articles", choosers.articles, name="desk_articles"),
    path("pictures", choosers.pictures, name="desk_pictures"),
    path("pictures/upload", picture_uploads.upload, name="desk_picture_upload"),
    path("pictures/<int:pk>/take-back", picture_uploads.take_back, name="desk_picture_take_back"),
    path("stories", choosers.stories, name="desk_stories"),
    path("related/search", related_desk.search, name="desk_related_search"),
    path("related/address", related_desk.address, name="desk_related_address"),
    path("related/<int:article>/ban", related_desk.ban, name="desk_related_ban"),
    path("related/<int:article>/lift", related_desk.lift, name="desk_related_lift"),
    path("embeds", choosers.embeds, name="desk_embeds"),
    path("pictures/add", body_pictures.upload, name="desk_add_picture"),
    path("pictures/words", body_pictures.words, name="desk_picture_words"),
    path("tags", choosers.tags, name="desk_tags"),
    path("comments/<int:article>", article_comments.comments, name="desk_comments"),
    path("comments/<int:article>/people", article_comments.people, name="desk_people"),
    path("comments/<int:article>/<int:comment>/<slug:verb>", article_comments.one_comment, name="desk_comment"),
    path("autosave", unsaved.autosave, name="desk_autosave"),
    path("presence", unsaved.heartbeat, name="desk_presence"),
    path("presence/leave", unsaved.leave, name="desk_leave"),
    path("signed-in", unsaved.signed_in, name="desk_signed_in"),
    path("discard", unsaved.discard, name="desk_discard"),
    path("links/", admin.site.admin_view(link_report.links), name="desk_links"),
]
