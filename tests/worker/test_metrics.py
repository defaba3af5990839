"""The private pipe: what a step sends, and what a hostile one may try."""

import json
import os
import threading
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from studio.sdk.core.channel import Channel
from studio.worker.metrics import HEAD, Frames, MetricsReader, Told

Sent = list[dict[str, Any]]


def _reader(sent: Sent, *, works: bool = True) -> MetricsReader:
    def send(body: dict[str, object]) -> bool:
        if works:
            sent.append(body)
        return works

    return MetricsReader(send, lambda name, path: None, Told())


def _through_pipe(*messages: dict[str, Any]) -> bytes:
    read, write = os.pipe()
    collected: list[bytes] = []

    def collect() -> None:
        while data := os.read(read, 65536):
            collected.append(data)

    thread = threading.Thread(target=collect)
    thread.start()
    channel = Channel(write)
    for message in messages:
        channel.send(message)
    os.close(write)
    thread.join()
    os.close(read)
    return b"".join(collected)


@given(
    st.lists(
        st.dictionaries(
            st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.integers()
        ),
        max_size=4,
    ),
    st.integers(1, 5000),
)
def test_messages_arrive_whole_however_the_pipe_cuts_them(messages: Sent, cut: int) -> None:
    data = _through_pipe(*messages)
    frames = Frames()
    got = [
        message for at in range(0, len(data), cut) for message in frames.feed(data[at : at + cut])
    ]
    assert got == messages


def test_long_messages_of_two_writers_do_not_mix() -> None:
    one, two = ({"name": name * 10_000} for name in "ab")
    parts = [_cut(_through_pipe(one), 1), _cut(_through_pipe(two), 2)]
    mixed = b"".join(part for pair in zip(*parts, strict=True) for part in pair)
    assert Frames().feed(mixed) == [one, two]


def _cut(data: bytes, sender: int) -> list[bytes]:
    found = []
    while data:
        _, length, last = HEAD.unpack_from(data)
        found.append(HEAD.pack(sender, length, last) + data[HEAD.size : HEAD.size + length])
        data = data[HEAD.size + length :]
    return found


def test_what_is_not_understood_is_counted_and_the_rest_goes_on() -> None:
    sent: Sent = []
    reader = _reader(sent)
    good = json.dumps({"kind": "scalar", "name": "x", "value": 1}).encode()
    for body in (
        b"{",
        b"[1]",
        b"[" * 100_000,
        json.dumps({"kind": "evil", "name": "x"}).encode(),
        good,
    ):
        reader.feed(HEAD.pack(1, len(body), 1) + body)
    reader.flush()
    assert reader.dropped == 4
    rows = [row for body in sent for row in body["rows"]]
    assert [row["name"] for row in rows] == ["x"]


def test_values_are_such_that_databases_and_browsers_can_read_them() -> None:
    sent: Sent = []
    reader = _reader(sent)
    body = b'{"kind": "list", "name": "a\\u0000b", "value": [NaN, -Infinity, "\\ud800"]}'
    reader.feed(HEAD.pack(1, len(body), 1) + body)
    (row,) = sent[0]["rows"]
    assert row["name"] == "a\ufffdb"
    assert row["value"] == ["NaN", "-Infinity", "?"]
    json.dumps(row, allow_nan=False).encode()


def test_rows_wait_while_nobody_takes_them_and_keep_their_numbers() -> None:
    sent: Sent = []
    reader = _reader(sent, works=False)
    body = b'{"kind": "scalar", "name": "x", "value": 1}'
    for _ in range(1200):
        reader.feed(HEAD.pack(1, len(body), 1) + body)
    waiting: Sent = reader.unsent()
    assert [(part["first"], len(part["rows"])) for part in waiting] == [
        (0, 500),
        (500, 500),
        (1000, 200),
    ]
