"""What the studio accepts from its environment."""

from pathlib import Path

import pytest

from studio.config.environment import EnvironmentProblem, read_environment


def test_an_empty_environment_means_a_laptop():
    environment = read_environment({})
    assert environment.loopback
    assert environment.port == 8000
    assert environment.broker == f"redis+socket://{environment.home}/run/broker.sock"
    assert environment.channels == f"unix://{environment.home}/run/broker.sock"
    environment.refuse_unsafe()


def test_patience_with_nodes_is_read_in_seconds():
    timing = read_environment({"STUDIO_LEASE_S": "1.5", "STUDIO_HEARTBEAT_S": "0.2"}).timing
    assert (timing.lease, timing.heartbeat, timing.sweep) == (1.5, 0.2, 5.0)


def test_what_a_snapshot_may_hold_can_be_raised():
    environment = read_environment({"STUDIO_SNAPSHOT_BYTES": "1000000000"})
    assert (environment.snapshot_bytes, environment.snapshot_files) == (1_000_000_000, 2_000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STUDIO_SNAPSHOT_FILES", "many"),
        ("STUDIO_SNAPSHOT_BYTES", "0"),
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "²"),
        ("STUDIO_LEASE_S", "soon"),
        ("STUDIO_LEASE_S", "-1"),
        ("STUDIO_LEASE_S", "nan"),
        ("STUDIO_TLS_PROXY", "maybe"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(name: str, value: str):
    with pytest.raises(EnvironmentProblem, match=name):
        read_environment({name: value})


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "STUDIO_TLS_PROXY"),
        ({"STUDIO_TLS_PROXY": "1"}, "STUDIO_ALLOWED_HOSTS"),
        ({"STUDIO_TLS_PROXY": "1", "STUDIO_ALLOWED_HOSTS": "*"}, "STUDIO_ALLOWED_HOSTS"),
        ({"STUDIO_ALLOWED_HOSTS": "studio.example.org"}, "STUDIO_TLS_PROXY"),
    ],
)
def test_a_host_others_can_reach_is_refused_until_it_is_safe(given: dict[str, str], missing: str):
    with pytest.raises(EnvironmentProblem, match=missing):
        read_environment({"HOST": "0.0.0.0", **given}).refuse_unsafe()


def test_a_host_behind_a_proxy_with_names_may_start():
    given = {"HOST": "0.0.0.0", "STUDIO_TLS_PROXY": "1", "STUDIO_ALLOWED_HOSTS": "a.org, b.org"}
    environment = read_environment(given)
    environment.refuse_unsafe()
    assert environment.allowed_hosts == ("a.org", "b.org")


def test_folders_may_be_datastores_anywhere_while_only_this_machine_can_ask():
    assert read_environment({}).local_folders == (Path("/"),)
    for shared in ({"HOST": "0.0.0.0"}, {"STUDIO_TLS_PROXY": "1"}, {"STUDIO_ALLOWED_HOSTS": "a.b"}):
        assert read_environment(shared).local_folders == ()


def test_folders_that_may_be_datastores_are_listed_with_their_links_resolved(tmp_path: Path):
    (tmp_path / "link").symlink_to(tmp_path)
    given = {"HOST": "0.0.0.0", "STUDIO_LOCAL_FOLDERS": f"{tmp_path / 'link'}:/srv/data"}
    assert read_environment(given).local_folders == (tmp_path, Path("/srv/data"))
    assert read_environment({"STUDIO_LOCAL_FOLDERS": ""}).local_folders == ()


def test_a_folder_that_is_not_absolute_is_refused():
    with pytest.raises(EnvironmentProblem, match="absolute"):
        read_environment({"STUDIO_LOCAL_FOLDERS": "data"})
