"""The floor over HTTP: Django with sessions and sign-in, one view that does nothing, one that adds fifteen rows."""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.floor_settings"

from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

INSERT = "INSERT INTO bench_floor (a, b, c) VALUES (%s, %s, %s)"
ROWS = 15


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def inserts(request: HttpRequest) -> HttpResponse:
    """Who asks is read from the session; all rows or none, durable when answered."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    with transaction.atomic(), connection.cursor() as cursor:
        for row in range(ROWS):
            cursor.execute(INSERT, [request.user.pk, row, "x" * 400])
    return HttpResponse("done")


urlpatterns = [path("empty/", empty), path("inserts/", inserts)]
application = get_wsgi_application()
