"""The one address that the settings have of their own."""

from django.urls import re_path

from .views import own_colours

urlpatterns = [
    re_path(r"^site-(?P<light>[0-9a-f]{6}|)-(?P<dark>[0-9a-f]{6}|)\.css$", own_colours, name="own_colours"),
]
