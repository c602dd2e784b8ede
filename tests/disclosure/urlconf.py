"""The portal and what every page stands on, without the other rooms."""

from django.urls import include, path

urlpatterns = [path("", include("mingjing.web.urls")), path("", include("mingjing.disclosure.urls"))]

handler400 = "mingjing.web.errors.bad_request"
handler403 = "mingjing.web.errors.permission_denied"
handler404 = "mingjing.web.errors.not_found"
handler500 = "mingjing.web.errors.server_error"
