"""A first look at stored data in JSON, the same wherever the data lies."""

from typing import Any, Protocol
from urllib.parse import urlencode

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

Shape = serializers.Serializer[Any]


class ColumnSerializer(Shape):
    name = serializers.CharField()
    type = serializers.CharField()


class FileSerializer(Shape):
    path = serializers.CharField()
    size = serializers.IntegerField()


class TablePreviewSerializer(Shape):
    """First rows; `total_rows` is null where a large file would have to be read to count them."""

    kind = serializers.ChoiceField(choices=["table"])
    columns = ColumnSerializer(many=True)
    rows = serializers.ListField(child=serializers.ListField(child=serializers.JSONField()))
    total_rows = serializers.IntegerField(allow_null=True)


class ImagePreviewSerializer(Shape):
    kind = serializers.ChoiceField(choices=["image"])
    url = serializers.CharField()


class TextPreviewSerializer(Shape):
    kind = serializers.ChoiceField(choices=["text"])
    text = serializers.CharField()
    truncated = serializers.BooleanField()


class FolderPreviewSerializer(Shape):
    kind = serializers.ChoiceField(choices=["folder"])
    files = FileSerializer(many=True)
    truncated = serializers.BooleanField()


class BinaryPreviewSerializer(Shape):
    kind = serializers.ChoiceField(choices=["binary"])
    size = serializers.IntegerField()


_SHAPES: dict[str, type[Shape]] = {
    "table": TablePreviewSerializer,
    "image": ImagePreviewSerializer,
    "text": TextPreviewSerializer,
    "folder": FolderPreviewSerializer,
    "binary": BinaryPreviewSerializer,
}
PREVIEW = PolymorphicProxySerializer("Preview", {**_SHAPES}, resource_type_field_name="kind")


class Seen(Protocol):
    """What `data.preview` finds."""

    @property
    def kind(self) -> str: ...


def preview_response(seen: Seen, image: str) -> Response:
    """`image` is the address of the bytes themselves, which is all that is said of a picture."""
    shape = _SHAPES[seen.kind]
    return Response(shape({"kind": "image", "url": image} if seen.kind == "image" else seen).data)


def content_beside(request: Request, path: str) -> str:
    """The address of a file whose preview is asked for: `content/` where `preview/` is."""
    query = urlencode({"path": path, "inline": 1})
    return request.path.removesuffix("preview/") + f"content/?{query}"
