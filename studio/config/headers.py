"""Headers every answer carries, also errors and static files."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    # React components set styles from script; a style can colour a page but not run in it.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
_DEV_SERVER = "http://localhost:5173 ws://localhost:5173"


def content_security_policy(*, vite_dev_server: bool = False) -> str:
    """The page's policy; the Vite dev server, when asked for, is one more origin."""
    policy = dict(_POLICY)
    if vite_dev_server:
        for name in ("script-src", "style-src", "img-src", "font-src", "connect-src"):
            policy[name] += f" {_DEV_SERVER}"
        policy["script-src"] += " 'unsafe-inline'"  # the refresh preamble of React's plugin
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class SecurityHeaders:
    """Outermost middleware; an answer that brought a stricter policy of its own keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = content_security_policy(vite_dev_server=settings.ENVIRONMENT.vite_dev_server)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
