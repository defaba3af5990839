"""Source folders and snapshots in JSON."""

import base64
import re
from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from studio.api.serializers import StrictSerializer
from studio.snapshots.checkout import FileIdentity, GitFolder

MOST_FILES = 100_000
LONGEST_PATH = 4_096
LARGEST_INDEX = 8 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHA1 = re.compile(r"[0-9a-f]{40}")
Shape = serializers.Serializer[Any]


class ListedFileSerializer(StrictSerializer):
    """A file of a folder before it is uploaded."""

    path = serializers.CharField(help_text="Below the folder, parts joined by a slash.")
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField(
        required=False, allow_null=True, help_text="Left out until the file was read."
    )
    git_blob = serializers.CharField(
        required=False, help_text="Git's name for it: SHA-1 of `blob <size>\\0` and the bytes."
    )


@extend_schema_field(ListedFileSerializer(many=True))
class ListedFiles(serializers.Field[Any, Any, Any, Any]):
    """The list read in one pass: a serializer for each of 100,000 files would take many seconds."""

    default_error_messages = {
        "not_a_list": "A list of {{path, size, sha256}}.",
        "too_many": f"At most {MOST_FILES:,} files can be looked at.",
        "bad_file": "File {number}: path, size (bytes) and sha256 (hex) are needed as such.",
        "twice": "File {number}: {path!r} is in the list twice.",
    }

    def to_internal_value(self, data: Any) -> dict[str, FileIdentity]:
        if not isinstance(data, list):
            self.fail("not_a_list")
        if len(data) > MOST_FILES:
            self.fail("too_many")
        files: dict[str, FileIdentity] = {}
        for number, raw in enumerate(data):
            file = _listed(raw)
            if file is None:
                self.fail("bad_file", number=number)
            if raw["path"] in files:
                self.fail("twice", number=number, path=raw["path"])
            files[raw["path"]] = file
        return files


def _listed(raw: Any) -> FileIdentity | None:
    """None for what is no file of a list."""
    if not isinstance(raw, dict) or not raw.keys() <= {"path", "size", "sha256", "git_blob"}:
        return None
    path, size = raw.get("path"), raw.get("size")
    sha256, blob = raw.get("sha256") or "", raw.get("git_blob") or ""
    if not isinstance(path, str) or not 0 < len(path) <= LONGEST_PATH:
        return None
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size < 2**53:
        return None
    named = isinstance(sha256, str) and (not sha256 or _SHA256.fullmatch(sha256))
    known = isinstance(blob, str) and (not blob or _SHA1.fullmatch(blob))
    return FileIdentity(sha256, size, blob) if named and known else None


class GitFolderSerializer(StrictSerializer):
    """Texts out of the folder's `.git`, to learn where the files come from."""

    head = serializers.CharField(max_length=1_000, help_text="The file HEAD.")
    config = serializers.CharField(
        max_length=1024 * 1024, allow_blank=True, required=False, default=""
    )
    refs = serializers.DictField(
        child=serializers.CharField(max_length=100), required=False, default=dict,
        help_text="Files below refs/ by their full name, such as refs/heads/main.",
    )  # fmt: skip
    packed_refs = serializers.CharField(
        max_length=4 * 1024 * 1024, allow_blank=True, required=False, default=""
    )
    index = serializers.CharField(
        max_length=LARGEST_INDEX * 4 // 3 + 4, required=False, allow_null=True, default=None,
        help_text="The file index in base64; tells whether files were changed.",
    )  # fmt: skip

    def validate_index(self, text: str | None) -> bytes | None:
        try:
            return None if text is None else base64.b64decode(text, validate=True)
        except ValueError as problem:
            raise serializers.ValidationError("This is not base64.", "not_base64") from problem

    def validate(self, attrs: Mapping[str, Any]) -> GitFolder:
        return GitFolder(**attrs)


class NewSourceFolderSerializer(StrictSerializer):
    name = serializers.CharField(
        max_length=255, required=False, default="", help_text="What the folder is called."
    )
    files = ListedFiles()
    amlignore = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, default=None, trim_whitespace=False,
        help_text="Text of the .amlignore at the folder's root.",
    )  # fmt: skip
    gitignore = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, default=None, trim_whitespace=False,
        help_text="Text of the .gitignore at the folder's root.",
    )  # fmt: skip
    git = GitFolderSerializer(required=False, allow_null=True, default=None)


class KeptFileSerializer(Shape):
    sha256 = serializers.CharField(allow_blank=True, help_text="Empty where none was given.")
    size = serializers.IntegerField()


class GitSerializer(Shape):
    """As a document keeps it."""

    repository_uri = serializers.CharField(allow_blank=True)
    branch = serializers.CharField(allow_blank=True)
    commit = serializers.CharField(allow_blank=True)
    dirty = serializers.BooleanField(allow_null=True)
    tree = serializers.CharField()


class SnapshotFileSerializer(Shape):
    path = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()


class SnapshotSerializer(Shape):
    """The files a step ran with."""

    id = serializers.CharField(help_text="Equal for equal folders.")
    file_count = serializers.IntegerField()
    size = serializers.IntegerField(help_text="Bytes.")
    files = SnapshotFileSerializer(many=True)
    git = GitSerializer(allow_null=True)


class FileChangeSerializer(Shape):
    path = serializers.CharField()
    change = serializers.ChoiceField(choices=["added", "removed", "changed", "same"])
    added = serializers.IntegerField(
        allow_null=True, help_text="Lines; null when they were not counted."
    )
    removed = serializers.IntegerField(allow_null=True)
    binary = serializers.BooleanField()


class SnapshotDiffSerializer(Shape):
    """From the snapshot of the step `with` to that of the address."""

    files = FileChangeSerializer(many=True)


class FileDiffSerializer(Shape):
    """Both texts; null where the file is not there, is no text or is too long to show."""

    path = serializers.CharField()
    before = serializers.CharField(allow_null=True, allow_blank=True)
    after = serializers.CharField(allow_null=True, allow_blank=True)
    binary = serializers.BooleanField()
    truncated = serializers.BooleanField()


class WarningSerializer(Shape):
    code = serializers.ChoiceField(choices=["secret_like"])
    path = serializers.CharField()


class SourceFolderSerializer(Shape):
    """What a step would carry of a folder."""

    kept = serializers.DictField(child=KeptFileSerializer(), help_text="By path.")
    missing = serializers.ListField(
        child=serializers.CharField(), help_text="Digests to upload to blobs/ before this is used."
    )
    ignored = serializers.ListField(
        child=serializers.CharField(), help_text="Folders left out whole end with a slash."
    )
    ignored_by = serializers.ChoiceField(choices=[".amlignore", ".gitignore"], allow_null=True)
    git = GitSerializer(allow_null=True)
    warnings = WarningSerializer(many=True)
