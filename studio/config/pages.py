"""The pages Django renders itself: the shell of the app, signing in and out, errors, health."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from studio.accounts.errors import LinkRefused, SignInRefused, TooManyFailures
from studio.accounts.models import User
from studio.accounts.services import sign_in_with_password, use_sign_in_link

BACKEND = "django.contrib.auth.backends.ModelBackend"


@ensure_csrf_cookie
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page that loads the app; the app reads the rest of the address itself."""
    return render(request, "studio.html")


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """The web process answers; it says nothing else to anybody."""
    return JsonResponse({"status": "ok", "version": settings.STUDIO_VERSION})


@method_decorator([login_not_required, sensitive_post_parameters("password")], name="dispatch")
class SignIn(View):
    """User name and password, for those who set one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return HttpResponseRedirect(_next_page(request))
        return self._form(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        username = request.POST.get("username", "").replace("\0", "")
        try:
            user = sign_in_with_password(
                username, request.POST.get("password", ""), address=address_of(request)
            )
        except SignInRefused as problem:
            return self._form(request, HTTPStatus.FORBIDDEN, str(problem.__doc__))
        except TooManyFailures as problem:
            return _wait(self._form(request, HTTPStatus.TOO_MANY_REQUESTS, str(problem)), problem)
        return _enter(request, user)

    def _form(self, request: HttpRequest, status: int = 200, problem: str = "") -> HttpResponse:
        words = {
            "problem": problem,
            "username": request.POST.get("username", ""),
            "next": request.POST.get("next") or request.GET.get("next", ""),
        }
        return render(request, "sign_in.html", words, status=status)


@method_decorator(login_not_required, name="dispatch")
class SignInLink(View):
    """A single-use link. Opening it changes nothing, so that a mail scanner or a prefetch cannot
    spend it; the page posts itself."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        return render(request, "sign_in_link.html")

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        try:
            user = use_sign_in_link(secret, address=address_of(request))
        except LinkRefused as problem:
            return render(
                request, "sign_in.html", {"problem": str(problem.__doc__)}, status=HTTPStatus.GONE
            )
        except TooManyFailures as problem:
            words = {"problem": str(problem)}
            return _wait(
                render(request, "sign_in.html", words, status=HTTPStatus.TOO_MANY_REQUESTS), problem
            )
        return _enter(request, user)


@method_decorator(login_not_required, name="dispatch")
class SignOut(View):
    """Ends the session; only by POST."""

    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)


def address_of(request: HttpRequest) -> str:
    """The caller's address; behind our one proxy that is the last one it wrote down."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.ENVIRONMENT.behind_tls_proxy and forwarded:
        return forwarded.split(",")[-1].strip()
    return str(request.META.get("REMOTE_ADDR") or "")


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user, backend=BACKEND)
    return HttpResponseRedirect(_next_page(request))


def _wait(response: HttpResponse, problem: TooManyFailures) -> HttpResponse:
    response.headers["Retry-After"] = str(problem.wait_s)
    return response


def _next_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted else settings.LOGIN_REDIRECT_URL


def _error(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    if request.path.startswith(("/api/", "/pipelines/")):
        code = status.phrase.lower().replace(" ", "_")
        kind = "server_error" if status >= 500 else "client_error"
        body = {
            "type": kind,
            "errors": [{"code": code, "detail": status.description or status.phrase, "attr": None}],
        }
        return JsonResponse(body, status=status)
    return render(request, f"{status.value}.html", status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, HTTPStatus.BAD_REQUEST)


@login_not_required
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, HTTPStatus.FORBIDDEN)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(request, HTTPStatus.FORBIDDEN)


@login_not_required
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, HTTPStatus.NOT_FOUND)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, HTTPStatus.INTERNAL_SERVER_ERROR)
