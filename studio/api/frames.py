"""The frames of the socket at /ws/, described beside the REST API so that the browser's types come from here.

Log bytes travel in binary frames that no schema describes: 16 bytes attempt id, 8 bytes big-endian
offset, then at most 64 KiB of the log.
"""

from typing import Any

from drf_spectacular.utils import OpenApiWebhook, PolymorphicProxySerializer, extend_schema
from rest_framework import serializers

TOPIC = "`workspace:<id>`, `run:<id>` or `log:<attempt id>`"
Frame = serializers.Serializer[Any]


class SubscribeFrame(Frame):
    op = serializers.ChoiceField(choices=["subscribe", "unsubscribe"])
    topic = serializers.CharField(help_text=TOPIC)


class PullFrame(Frame):
    """Send me the log from `offset`, at most `credit` bytes until I pull again."""

    op = serializers.ChoiceField(choices=["pull"])
    topic = serializers.CharField()
    offset = serializers.IntegerField(min_value=0)
    credit = serializers.IntegerField(min_value=1, max_value=1048576)


class PingFrame(Frame):
    op = serializers.ChoiceField(choices=["ping"])


class SubscribedFrame(Frame):
    """`seq` is the newest event of a run at that moment."""

    op = serializers.ChoiceField(choices=["subscribed"])
    topic = serializers.CharField(help_text=TOPIC)
    seq = serializers.IntegerField(required=False)


class RefusedFrame(Frame):
    """4404: there is no such thing for you. 4429: too many subscriptions."""

    op = serializers.ChoiceField(choices=["refused"])
    topic = serializers.CharField()
    code = serializers.IntegerField()


class ChangedFrame(Frame):
    """A nudge: ask REST again. A run says its newest `seq`, a workspace says `what` and which `id`."""

    op = serializers.ChoiceField(choices=["changed"])
    topic = serializers.CharField(help_text=TOPIC)
    seq = serializers.IntegerField(required=False)
    what = serializers.ChoiceField(
        choices=["runs", "drafts", "published", "datasets", "models"], required=False
    )
    id = serializers.UUIDField(required=False)


class LogEndFrame(Frame):
    """The attempt has ended and its log has `offset` bytes in all."""

    op = serializers.ChoiceField(choices=["log_end"])
    topic = serializers.CharField()
    offset = serializers.IntegerField()
    state = serializers.CharField()


class PongFrame(Frame):
    op = serializers.ChoiceField(choices=["pong"])


def _one_of(name: str, frames: list[type[Frame]]) -> PolymorphicProxySerializer:
    return PolymorphicProxySerializer(name, frames, resource_type_field_name=None)


to_server = OpenApiWebhook(
    "socket_to_server",
    extend_schema(
        summary="What a browser may say on /ws/",
        request=_one_of("ClientFrame", [SubscribeFrame, PullFrame, PingFrame]),
        responses={200: None},
    ),
)
to_client = OpenApiWebhook(
    "socket_to_client",
    extend_schema(
        summary="What the studio says on /ws/",
        request=_one_of(
            "ServerFrame", [SubscribedFrame, RefusedFrame, ChangedFrame, LogEndFrame, PongFrame]
        ),
        responses={200: None},
    ),
)
