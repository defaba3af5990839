"""Every address of the studio."""

from django.urls import include, path, re_path

from studio.config import pages

urlpatterns = [
    path("health/", pages.health, name="health"),
    path("sign-in/", pages.SignIn.as_view(), name="sign-in"),
    path("sign-in/link/<str:secret>/", pages.SignInLink.as_view(), name="sign-in-link"),
    path("sign-out/", pages.SignOut.as_view(), name="sign-out"),
    path("api/", include("studio.api.urls")),
    path("pipelines/v1.0/", include("studio.api.v1.urls")),
    path("", pages.shell, name="shell"),
    re_path(r"^w/.*$", pages.shell, name="shell-page"),
]

handler400 = "studio.config.pages.bad_request"
handler403 = "studio.config.pages.permission_denied"
handler404 = "studio.config.pages.page_not_found"
handler500 = "studio.config.pages.server_error"
