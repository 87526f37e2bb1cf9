"""What the desk's forms ask for while somebody writes, below /desk/."""

from django.urls import path

from . import choosers, unsaved

urlpatterns = [
    path("articles", choosers.articles, name="desk_articles"),
    path("pictures", choosers.pictures, name="desk_pictures"),
    path("embeds", choosers.embeds, name="desk_embeds"),
    path("tags", choosers.tags, name="desk_tags"),
    path("autosave", unsaved.autosave, name="desk_autosave"),
    path("presence", unsaved.heartbeat, name="desk_presence"),
    path("presence/leave", unsaved.leave, name="desk_leave"),
    path("signed-in", unsaved.signed_in, name="desk_signed_in"),
    path("discard", unsaved.discard, name="desk_discard"),
]
