"""`/api/`: the operations, and their description printed from the tables."""

from django.urls import path

from mingjing.api.operations import api
from mingjing.api.views import schema

urlpatterns = [path("api/openapi.json", schema, name="api_schema"), path("api/", api.urls)]
