"""Every address, by room. The table of who may open what is `tests/web/url_matrix.py`; an address without a row fails."""

from django.urls import include, path

urlpatterns = [
    path("", include("mingjing.web.urls")),
    path("", include("mingjing.disclosure.urls")),
    path("", include("mingjing.casework.urls")),
    path("", include("mingjing.review.urls")),
    path("", include("mingjing.api.urls")),
]

handler400 = "mingjing.web.errors.bad_request"
handler403 = "mingjing.web.errors.permission_denied"
handler404 = "mingjing.web.errors.not_found"
handler500 = "mingjing.web.errors.server_error"
