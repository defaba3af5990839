"""How much one socket may ask for and be sent."""

MAX_MESSAGE = 64 * 1024
MAX_SUBSCRIPTIONS = 64
MAX_CREDIT = 1024 * 1024

MESSAGES_AT_ONCE = 400
MESSAGES_PER_S = 200
# A client that asks but does not read is known only when it misses its ping; until then what it
# can pile up in the server is bounded by this.
BYTES_AT_ONCE = 32 * 1024 * 1024
BYTES_PER_S = 8 * 1024 * 1024


class Bucket:
    """Tokens that are taken and refill steadily; times are monotonic seconds of the caller."""

    def __init__(self, capacity: float, per_s: float, now_s: float) -> None:
        self._capacity = capacity
        self._per_s = per_s
        self._level = capacity
        self._at = now_s

    def take(self, amount: float, now_s: float) -> float:
        """0 when there was enough; else nothing is taken, and the seconds until there will be."""
        self._level = min(self._capacity, self._level + (now_s - self._at) * self._per_s)
        self._at = now_s
        if self._level < amount:
            return (amount - self._level) / self._per_s
        self._level -= amount
        return 0.0
