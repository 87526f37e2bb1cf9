"""One address."""

from django.urls import path

from .views import set_up_page

urlpatterns = [path("setup/", set_up_page, name="set_up")]
