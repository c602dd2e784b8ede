"""The description of the operations is public: it says no more than the published rules."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from mingjing.api.schema import openapi


@require_safe
def schema(request: HttpRequest) -> JsonResponse:
    return JsonResponse(openapi(), json_dumps_params={"ensure_ascii": False})
