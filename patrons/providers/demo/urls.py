"""The demonstration bank's pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("pay/<str:ref>/", views.visit, name="demo_bank_pay"),
    path("subscription/<str:ref>/", views.mandate, name="demo_bank_subscription"),
]
