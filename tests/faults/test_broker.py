"""The broker carries wake-ups only: it may stop, and it may forget everything."""

from pathlib import Path

import pytest
from redis import Redis

from studio.config.home import Home
from tests.drawing import Drawing
from tests.faults.invariants import check, check_events
from tests.faults.work import submit_traced
from tests.harness import Studio
from tests.waiting import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


def counting(side: Path) -> Drawing:
    code = "import sys; open(sys.argv[1], 'a').write('x')"
    return Drawing().script("a", code, [str(side)])


def test_a_broker_that_dies_costs_a_moment(shaken: Studio, tmp_path: Path) -> None:
    traced = submit_traced(shaken.client, tmp_path)
    wait_until(lambda: traced.has_printed(5), 30)
    shaken.restarted("broker", shaken.kill("broker"))
    traced.ended()
    assert check(traced)["state"] == "Completed"


def test_runs_are_accepted_while_the_broker_is_dead_and_start_when_it_is_back(
    shaken: Studio, tmp_path: Path
) -> None:
    former = shaken.kill("broker")
    traced = submit_traced(shaken.client, tmp_path, pause_s=0)
    shaken.restarted("broker", former)
    traced.ended()
    assert check(traced)["state"] == "Completed"


def test_an_emptied_broker_loses_no_run_and_starts_none_twice(
    shaken: Studio, tmp_path: Path
) -> None:
    sides = [tmp_path / str(number) for number in range(20)]
    runs = [shaken.client.submit(counting(side)) for side in sides]
    with Redis(unix_socket_path=str(Home(shaken.folder).broker_socket)) as broker:
        broker.flushall()
    for run, side in zip(runs, sides, strict=True):
        ended = shaken.client.wait(run["id"])
        assert ended["state"] == "Completed"
        assert side.read_text() == "x"
        check_events(shaken.client, ended)
