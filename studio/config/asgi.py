"""HTTP and WebSocket in one application; who may enter is decided before either begins."""

import os
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.config.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()

# After Django is set up: these import models.
from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.conf import settings  # noqa: E402

from studio.config.limits import Application, BodyLimit  # noqa: E402
from studio.config.origin import SameOrigin  # noqa: E402
from studio.live.routing import websocket_urlpatterns  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": BodyLimit(
            cast(Application, http), largest=settings.LARGEST_BODY, at=settings.LARGER_BODIES
        ),
        "websocket": SameOrigin(AuthMiddlewareStack(URLRouter(websocket_urlpatterns))),
    }
)
