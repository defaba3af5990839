"""The ways to open a container, against Azurite."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from azure.storage.blob import ContainerSasPermissions, generate_container_sas

from studio.data import Credentials, DatastoreUnavailable, open_store
from tests.azurite.server import ACCOUNT, KEY, Azurite


def _token(container: str) -> str:
    return generate_container_sas(
        ACCOUNT, container, KEY,
        permission=ContainerSasPermissions(read=True, add=True, create=True, write=True, delete=True, list=True),
        expiry=datetime.now(UTC) + timedelta(hours=1),
    )  # fmt: skip


@pytest.mark.parametrize("way", ["key", "token", "token with ?", "string of a key", "string of a token"])  # fmt: skip
def test_each_kind_of_credentials_opens_the_container(azurite: Azurite, way: str) -> None:
    container = azurite.new_container()
    token = _token(container)
    given = {
        "key": {"account_key": KEY},
        "token": {"sas_token": token},
        "token with ?": {"sas_token": f"?{token}"},
        "string of a key": {"connection_string": f"AccountName={ACCOUNT};AccountKey={KEY};BlobEndpoint=http://10.0.0.1"},
        "string of a token": {"connection_string": f"SharedAccessSignature={token}"},
    }[way]  # fmt: skip
    store = open_store(dataclasses.replace(azurite.spec(container), credentials=Credentials(given)))
    store.check()
    store.write("a?b/c", b"1")
    assert store.append("log", b"x", 0) == 1
    assert store.open("a?b/c").read() == b"1"
    assert [entry.path for entry in store.list()] == ["a?b/c", "log"]


def test_a_token_that_only_reads_says_that_it_may_not_write(azurite: Azurite) -> None:
    container = azurite.new_container()
    token = generate_container_sas(
        ACCOUNT, container, KEY, permission=ContainerSasPermissions(read=True, list=True),
        expiry=datetime.now(UTC) + timedelta(hours=1),
    )  # fmt: skip
    spec = dataclasses.replace(
        azurite.spec(container), credentials=Credentials({"sas_token": token})
    )
    with pytest.raises(DatastoreUnavailable) as told:
        open_store(spec).check()
    assert told.value.code == "auth"
    assert token not in str(told.value)
