"""A socket as a browser has it, and a real broker to carry the hints."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from channels.testing import WebsocketCommunicator
from django.conf import settings as configured
from pytest_django.fixtures import Settings
from redis import Redis

from studio.accounts.models import User
from studio.config.programs import broker_binary
from studio.live.consumer import LiveConsumer
from tests.runs.conftest import broker, node, start, upload, user, workspace  # noqa: F401
from tests.waiting import wait_until

Connect = Callable[..., WebsocketCommunicator]


@pytest.fixture(scope="session")
def hint_server() -> Iterator[str]:
    """The url of a broker of our own, on a socket in a short path."""
    with tempfile.TemporaryDirectory(prefix="live-") as folder:
        socket = Path(folder, "s")
        process = subprocess.Popen(
            [broker_binary(os.environ), "--port", "0", "--unixsocket", str(socket), "--save", ""],
            stdout=subprocess.DEVNULL,
        )
        wait_until(socket.exists, 10, "the broker's socket")
        with Redis(unix_socket_path=str(socket)) as client:
            wait_until(client.ping, 10, "the broker's answer")
        yield f"unix://{socket}"
        process.terminate()
        process.wait(10)


@pytest.fixture
def hints(hint_server: str, settings: Settings) -> None:
    """Hints travel as they do in earnest, between loops and processes."""
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [hint_server]},
        }
    }


@pytest.fixture
def connect() -> Connect:
    """A socket of somebody signed in."""

    def begin(who: User) -> WebsocketCommunicator:
        communicator = WebsocketCommunicator(LiveConsumer.as_asgi(), "/ws/")
        communicator.scope["user"] = who
        session = import_module(configured.SESSION_ENGINE).SessionStore()
        communicator.scope["session"] = session
        return communicator

    return begin
