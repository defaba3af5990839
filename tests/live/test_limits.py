"""Token buckets: what is allowed at once, and how fast more is."""

from studio.live.limits import Bucket


def test_a_burst_is_allowed_and_then_the_steady_rate() -> None:
    bucket = Bucket(capacity=10, per_s=2, now_s=0)
    assert bucket.take(10, 0) == 0
    assert bucket.take(1, 0) == 0.5
    assert bucket.take(1, 0.5) == 0


def test_what_was_refused_costs_nothing() -> None:
    bucket = Bucket(capacity=4, per_s=1, now_s=0)
    bucket.take(4, 0)
    assert [bucket.take(2, 0) for _ in range(3)] == [2, 2, 2]
    assert bucket.take(2, 2) == 0


def test_it_never_holds_more_than_its_capacity() -> None:
    bucket = Bucket(capacity=5, per_s=1, now_s=0)
    assert bucket.take(6, 1000) == 1
