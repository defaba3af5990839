"""Credentials cross the broker sealed, and open only for the datastore they were sealed for."""

import pytest
from cryptography.fernet import Fernet

from studio.data import Credentials, CredentialsUnreadable, DatastoreSpec
from studio.data.sealing import seal_for_node, unseal_on_node

SETTINGS = {"endpoint": "https://a.blob.core.windows.net", "container": "c"}
SPEC = DatastoreSpec("store", "azure_blob", SETTINGS, Credentials({"account_key": "top-secret"}))
OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))


def test_a_node_reads_what_was_sealed_for_it() -> None:
    sealed = seal_for_node(SPEC, [NEW, OLD])
    assert "top-secret" not in sealed
    assert unseal_on_node("azure_blob", SETTINGS, sealed, [NEW]) == SPEC.credentials


def test_a_node_with_the_new_key_still_reads_what_the_old_one_sealed() -> None:
    sealed = seal_for_node(SPEC, [OLD])
    assert unseal_on_node("azure_blob", SETTINGS, sealed, [NEW, OLD]) == SPEC.credentials


def test_a_datastore_without_credentials_needs_no_key() -> None:
    local = DatastoreSpec("here", "local", {"root": "/data"})
    assert seal_for_node(local, []) == ""
    assert unseal_on_node("local", local.settings, "", []) == Credentials()


@pytest.mark.parametrize("keys", [[], [OTHER], ["not a key"]])
def test_a_node_without_the_key_says_so_and_nothing_else(keys: list[str]) -> None:
    sealed = seal_for_node(SPEC, [NEW])
    with pytest.raises(CredentialsUnreadable) as refused:
        unseal_on_node("azure_blob", SETTINGS, sealed, keys)
    assert "top-secret" not in str(refused.value)
    assert refused.value.code == "auth"


@pytest.mark.parametrize("changed", [{"endpoint": "https://evil.example"}, {"container": "x"}])
def test_keys_do_not_go_to_an_address_somebody_put_in_their_order(changed: dict[str, str]) -> None:
    sealed = seal_for_node(SPEC, [NEW])
    with pytest.raises(CredentialsUnreadable, match="another datastore"):
        unseal_on_node("azure_blob", {**SETTINGS, **changed}, sealed, [NEW])
    with pytest.raises(CredentialsUnreadable):
        unseal_on_node("azure_file", SETTINGS, sealed, [NEW])
