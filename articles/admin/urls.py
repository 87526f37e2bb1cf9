"""What the desk's forms ask for while somebody writes, below /desk/."""

from django.urls import path

from . import choosers, picture_uploads

urlpatterns = [
    path("articles", choosers.articles, name="desk_articles"),
    path("pictures", choosers.pictures, name="desk_pictures"),
    path("embeds", choosers.embeds, name="desk_embeds"),
    path("pictures/add", picture_uploads.upload, name="desk_add_picture"),
    path("pictures/words", picture_uploads.words, name="desk_picture_words"),
    path("tags", choosers.tags, name="desk_tags"),
]
