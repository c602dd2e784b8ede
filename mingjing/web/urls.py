"""Addresses that belong to no room. The root `urls.py` also names the handlers of `errors.py`."""

from django.urls import path

from mingjing.web import views

urlpatterns = [path("display/", views.display, name="display")]
