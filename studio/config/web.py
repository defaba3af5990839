"""The web process: daphne serving the ASGI application.

Listens on a socket handed over by whoever started it (`LISTEN_FDS`, as systemd does), so a
restart of this process refuses no connection: they wait in the socket's queue. Without one it
opens HOST:PORT itself.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.config.settings")
HANDED_OVER = "LISTEN_FDS" in os.environ  # asked now: Twisted takes the variable away on import
if HANDED_OVER:
    # Twisted wants our own process id with it, which our parent could not know.
    os.environ["LISTEN_PID"] = str(os.getpid())

from studio.config.pacing import PacedServer  # noqa: E402, I001  # first: daphne installs the asyncio reactor

from studio.config.asgi import application  # noqa: E402  # after the reactor

# Daphne cuts a request's body into pieces of 8 KiB: a thousand messages for a part of an upload.
PIECE = 256 * 1024


def endpoint() -> str:
    """What to listen on, in Twisted's words."""
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if HANDED_OVER:
        return f"systemd:domain={'INET6' if ':' in host else 'INET'}:index=0"
    return f"tcp:port={port}:interface={host.replace(':', chr(92) + ':')}"


def main() -> None:
    """Serve until SIGTERM."""
    PacedServer(
        application, endpoints=[endpoint()], server_name="studio", request_buffer_size=PIECE
    ).run()


if __name__ == "__main__":
    main()
