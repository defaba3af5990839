"""Where sockets may be opened."""

from django.urls import path

from studio.live.consumer import LiveConsumer

websocket_urlpatterns = [path("ws/", LiveConsumer.as_asgi())]
