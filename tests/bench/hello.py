"""The least that Django can answer: one view, no database, Django's own middleware for every site."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="nothing is signed",
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
)
urlpatterns = [path("", lambda request: HttpResponse("<!doctype html><title>Hello</title><p>Hello."))]
application = get_wsgi_application()
