"""The description of the operations is public: it says no more than the published rules."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from mingjing.api.operations import only
from mingjing.api.schema import openapi


@csrf_exempt
def schema(request: HttpRequest) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return only("GET")
    return JsonResponse(openapi(), json_dumps_params={"ensure_ascii": False})
