"""Errors of datasets and models as answers."""

from studio.api.domain import Answer, ErrorTable
from studio.assets.errors import (
    BadName,
    BadPath,
    KindDiffers,
    NameTaken,
    NothingThere,
    TooManyFiles,
    UnknownAsset,
    UnknownDatastore,
    UnknownSource,
)

ERRORS: ErrorTable = {
    BadName: Answer(400, "bad_name", attr="name"),
    BadPath: Answer(400, "invalid_path", attr="path"),
    KindDiffers: Answer(409, "kind_differs", attr="kind"),
    NameTaken: Answer(409, "name_taken", attr="name"),
    NothingThere: Answer(400, "nothing_there", attr="path"),
    TooManyFiles: Answer(400, "too_many_files", attr="path"),
    UnknownAsset: Answer(404, "unknown_asset"),
    UnknownDatastore: Answer(400, "unknown_datastore", attr="datastore"),
    UnknownSource: Answer(400, "unknown_source", attr="run"),
}
