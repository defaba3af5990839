"""Azure's connection strings: a key or a SAS token among addresses we already have."""

from collections.abc import Mapping

from studio.data.errors import DatastoreUnavailable


def parse(text: str) -> Mapping[str, str]:
    """The credential in it, as `account_key` (with `account_name`) or `sas_token`.

    Its addresses are not used: where a datastore is, is a setting that people can see and the
    address rules have checked. Raises DatastoreUnavailable.
    """
    parts = dict(part.split("=", 1) for part in text.split(";") if "=" in part)
    found = {name.strip().lower(): value.strip() for name, value in parts.items()}
    if found.get("usedevelopmentstorage", "").lower() == "true":
        raise DatastoreUnavailable("give the emulator's account key instead", "settings")
    if key := found.get("accountkey"):
        return {"account_key": key, "account_name": found.get("accountname", "")}
    if token := found.get("sharedaccesssignature"):
        return {"sas_token": token}
    raise DatastoreUnavailable(
        "the connection string holds neither an AccountKey nor a SharedAccessSignature", "settings"
    )
