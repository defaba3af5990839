"""The palette in JSON."""

from typing import Any

from rest_framework import serializers


class KindPortSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    type = serializers.CharField()
    optional = serializers.BooleanField()
    title = serializers.CharField()
    description = serializers.CharField()


class StepKindSerializer(serializers.Serializer[Any]):
    """What a node can be; `schema` is the JSON schema its form is drawn from."""

    name = serializers.CharField()
    version = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    group = serializers.CharField()
    icon = serializers.CharField()
    inputs = KindPortSerializer(many=True)
    outputs = KindPortSerializer(many=True)
    dynamic_ports = serializers.BooleanField()
    has_source = serializers.BooleanField()
    executes = serializers.BooleanField()
    launch = serializers.ChoiceField(choices=["script", "command", "none"])
    schema = serializers.DictField()


class PortTypeSerializer(serializers.Serializer[Any]):
    """A type of port; a value of it also fits where its ancestors are asked for."""

    name = serializers.CharField()
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]  # DRF has an attribute of this name


class ExampleSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()


class CatalogSerializer(serializers.Serializer[Any]):
    kinds = StepKindSerializer(many=True)
    port_types = PortTypeSerializer(many=True)
    examples = ExampleSerializer(many=True)
