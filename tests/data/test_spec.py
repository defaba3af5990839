"""A datastore's keys are not seen wherever its spec is printed."""

import traceback
from dataclasses import asdict

import pytest

from studio.data import Credentials, DatastoreSpec

KEY = "c3VwZXItc2VjcmV0"
SPEC = DatastoreSpec(
    "store", "azure_blob", {"container": "c"}, Credentials({"account_key": KEY}), frozenset()
)


@pytest.mark.parametrize("shown", [repr, str, "{}".format, "{!r:>5}".format, lambda s: f"{[s]}"])
def test_a_printed_spec_does_not_show_its_keys(shown) -> None:
    assert KEY not in shown(SPEC)
    assert KEY not in shown(SPEC.credentials)


def test_an_error_that_carries_a_spec_does_not_show_its_keys() -> None:
    try:
        raise ValueError(SPEC, SPEC.credentials, asdict(SPEC)["credentials"])
    except ValueError:
        assert KEY not in traceback.format_exc()


def test_keys_are_read_by_name() -> None:
    assert SPEC.credentials["account_key"] == KEY
    assert dict(SPEC.credentials) == {"account_key": KEY}


def test_equal_specs_find_the_same_open_store() -> None:
    again = DatastoreSpec(
        "store", "azure_blob", {"container": "c"}, Credentials({"account_key": KEY})
    )
    assert {SPEC: 1}[again] == 1
    other = DatastoreSpec(
        "store", "azure_blob", {"container": "c"}, Credentials({"account_key": "b"})
    )
    assert other != SPEC
