"""`/api/`: the operations, and their description printed from the tables."""

from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from mingjing.api.operations import absent, api
from mingjing.api.views import schema

urlpatterns = [
    path("api/openapi.json", schema, name="api_schema"),
    path("api/", api.urls),
    # What is no address of the interface: a program is answered as it asked, in JSON.
    re_path("^api/", csrf_exempt(absent), name="api_absent"),
]
