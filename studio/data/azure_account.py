"""Whose storage it is and what opens it: the SDK's credential for what a spec holds."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from azure.core.credentials import AzureNamedKeyCredential, AzureSasCredential

from studio.data import addresses, connection_strings
from studio.data.errors import DatastoreUnavailable
from studio.data.spec import DatastoreSpec


def checked_endpoint(spec: DatastoreSpec) -> str:
    """Raises AddressNotAllowed."""
    endpoint = spec.settings.get("endpoint", "").rstrip("/")
    addresses.check_url(endpoint, spec.private_hosts)
    return endpoint


def credential_of(spec: DatastoreSpec, options: dict[str, Any]) -> Any:
    """Raises DatastoreUnavailable. `options` are the client's: tokens are got over the same
    guarded connections."""
    given = spec.credentials
    if text := given.get("connection_string"):
        given = type(given)(connection_strings.parse(text))
    if key := given.get("account_key"):
        account = given.get("account_name") or _account_of(spec.settings["endpoint"])
        return AzureNamedKeyCredential(account, key)
    if token := given.get("sas_token"):
        return AzureSasCredential(token.strip().removeprefix("?"))
    if given.get("client_secret"):
        return _service_principal(given["tenant_id"], given["client_id"], given["client_secret"], options)  # fmt: skip
    if given:
        raise DatastoreUnavailable("the credentials are incomplete", "settings")
    from azure.identity import DefaultAzureCredential  # heavy, and most stores have a key

    return DefaultAzureCredential(exclude_interactive_browser_credential=True)


def _service_principal(tenant: str, client: str, secret: str, options: dict[str, Any]) -> Any:
    from azure.identity import ClientSecretCredential  # heavy, and most stores have a key

    try:
        return ClientSecretCredential(tenant, client, secret, **options)
    except ValueError:
        raise DatastoreUnavailable("the tenant's id is not one", "settings") from None


def _account_of(endpoint: str) -> str:
    """The first part of the host's name; of an emulator's path, where the host is a number."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    if parts.path.strip("/") and (host == "localhost" or _is_number(host)):
        return parts.path.strip("/").split("/")[0]
    return host.split(".")[0]


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
