"""How long a datastore may let us wait."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """Seconds to wait for a connection, for the next bytes, for one request with its body (some
    MB at most), and for all tries of a request together; and how many tries."""

    connect_s: float = 10.0
    read_s: float = 30.0
    request_s: float = 120.0
    total_s: float = 150.0
    tries: int = 5
    pause_s: float = 0.4
    """Before the second try; doubled for each further one."""


PATIENCE = Patience()
"""Of a step or a download."""
QUICK = Patience(connect_s=5.0, read_s=10.0, request_s=15.0, total_s=15.0, tries=2)
"""Where a person waits for the answer."""
