"""JSON from outside, refused before it can cost or confuse anything behind the door."""

import json
import math
from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

DEEPEST = 64


class BodyTooLarge(APIException):
    status_code = 413
    default_detail = "The body is larger than this address takes."
    default_code = "body_too_large"


class StrictJSONParser(BaseParser):
    """UTF-8 JSON of bounded size and depth; no NaN, no repeated keys, no NUL, no lone surrogates."""

    media_type = "application/json"
    largest: int | None = None
    """Bytes, where an address takes more than settings.LARGEST_JSON."""

    def parse(self, stream: IO[bytes], media_type: Any = None, parser_context: Any = None) -> Any:
        largest = self.largest or settings.LARGEST_JSON
        body = stream.read(largest + 1)
        if len(body) > largest:
            raise BodyTooLarge
        try:
            value = json.loads(
                body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant
            )
        except RecursionError:
            raise ParseError(f"The JSON is nested deeper than {DEEPEST}.") from None
        except ValueError as problem:
            raise ParseError(f"This is not JSON we take: {problem}") from None
        for problem_found in _problems(value):
            raise ParseError(f"This is not JSON we take: {problem_found}")
        return value


class JSONPatchTypeParser(StrictJSONParser):
    """The same JSON under the content type that SDK v1 clients put on it."""

    media_type = "application/json-patch+json"


class RawBodyParser(BaseParser):
    """Bytes as they are; the view reads them from the stream."""

    media_type = "application/octet-stream"

    def parse(self, stream: IO[bytes], media_type: Any = None, parser_context: Any = None) -> Any:
        return stream


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key appears twice in one object")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _problems(value: Any) -> Iterator[str]:
    """Walks with a list in place of recursion, so that depth costs no stack."""
    waiting: list[tuple[Any, int]] = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        if depth > DEEPEST:
            yield f"it is nested deeper than {DEEPEST}"
            return
        if isinstance(item, dict):
            waiting.extend((part, depth + 1) for pair in item.items() for part in pair)
        elif isinstance(item, list):
            waiting.extend((part, depth + 1) for part in item)
        elif isinstance(item, str):
            yield from _text_problems(item)
        elif isinstance(item, float) and not math.isfinite(item):
            yield "a number is too large"


def _text_problems(text: str) -> Iterator[str]:
    if "\0" in text:
        yield "a text holds a NUL character"
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        yield "a text holds half a surrogate pair"
