"""Statements that every report needs: written once, executed with other values each time.

Django takes several times as long to build such a statement as the database takes to execute it,
and builds it anew each time. Columns, conversions and instances are still Django's.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model

T = TypeVar("T")

_MOST_VALUES = 900
"""In one statement: any SQLite takes so many."""


def update(model: type[Model], where: Mapping[str, object], changes: Mapping[str, object]) -> int:
    """Sets columns of the rows for which every condition holds (a list: "one of").

    Returns how many rows there were.
    """
    found = {name: value if isinstance(value, list) else [value] for name, value in where.items()}
    counts = tuple((name, len(values)) for name, values in found.items())
    values = [given(model, name, value) for name, value in changes.items()]
    values += [given(model, name, one) for name, several in found.items() for one in several]
    with connection.cursor() as cursor:
        cursor.execute(_update(model, tuple(changes), counts), values)
        return int(cursor.rowcount)


def row_of(instance: Model) -> dict[str, object]:
    """For `insert`: every column, the key included."""
    fields = instance._meta.concrete_fields
    return {field.name: getattr(instance, field.attname) for field in fields}


def insert(model: type[Model], rows: Sequence[Mapping[str, object]]) -> None:
    """Adds rows that name the same columns in the same order; what is left out must have a default
    in the database, as an automatic key has."""
    if not rows:
        return
    names = tuple(rows[0])
    size = max(1, _MOST_VALUES // len(names))
    for start in range(0, len(rows), size):
        some = rows[start : start + size]
        values = [given(model, name, value) for row in some for name, value in row.items()]
        with connection.cursor() as cursor:
            cursor.execute(_insert(model, names, len(some)), values)


@cache
def _insert(model: type[Model], names: tuple[str, ...], count: int) -> str:
    columns = ", ".join(_name(_field(model, name)) for name in names)
    table = connection.ops.quote_name(model._meta.db_table)
    row = f"({marks(len(names))})"
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608  # names of our own


def update_each(model: type[Model], changes: Mapping[object, Mapping[str, object]]) -> None:
    """By key of the row; all name the same columns in the same order."""
    if not changes:
        return
    statement = _update(model, tuple(next(iter(changes.values()))), (("pk", 1),))
    values = [
        [*(given(model, name, value) for name, value in row.items()), given(model, "pk", pk)]
        for pk, row in changes.items()
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


@cache
def _update(
    model: type[Model], changed: tuple[str, ...], where: tuple[tuple[str, int], ...]
) -> str:
    sets = ", ".join(f"{_name(_field(model, name))} = %s" for name in changed)
    conditions = " AND ".join(
        f"{_name(_field(model, name))} IN ({marks(count)})" for name, count in where
    )
    table = connection.ops.quote_name(model._meta.db_table)
    return f"UPDATE {table} SET {sets} WHERE {conditions}"  # noqa: S608  # names of our own


def batched(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """In pieces that one statement takes."""
    size = _MOST_VALUES // 2
    return (values[start : start + size] for start in range(0, len(values), size))


def marks(count: int) -> str:
    """Places for so many values."""
    return ", ".join(["%s"] * count)


def given(model: type[Model], name: str, value: object) -> Any:
    """A value as the database wants it."""
    return _field(model, name).get_db_prep_save(value, connection)


@cache
def _field(model: type[Model], name: str) -> Any:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _name(field: Any) -> str:
    return str(connection.ops.quote_name(field.column))


def all_but(model: type[Model], *names: str) -> tuple[str, ...]:
    """Every column of a model but these."""
    assert set(names) <= {field.name for field in model._meta.concrete_fields}
    return tuple(field.name for field in model._meta.concrete_fields if field.name not in names)


class Rows:
    """Instances of a model with rows they refer to, of which only some columns are read.

    `columns` are those of each table by the way there: "" is the model itself, else a foreign key,
    after those of the table it belongs to joined by "__". In SQL the tables are t0, t1, … in this
    order. Primary keys are always read; every other column is deferred.
    """

    def __init__(self, model: type[Model], columns: Mapping[str, Sequence[str]]) -> None:
        self._model = model
        self._columns = {way: tuple(names) for way, names in columns.items()}

    def fetch(self, rest: str, values: Sequence[Any]) -> Iterator[Any]:
        """`rest` is the SQL behind the joins."""
        tables = self._tables
        for row in self._rows(rest, values):
            yield _instance(tables, row)

    def tuples(self, rest: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """Values in the order of the tables and, within each, of its model."""
        converters = [each for table in self._tables for each in table.converters]
        for row in self._rows(rest, values):
            yield tuple(map(_converted, row, converters))

    @property
    def _tables(self) -> tuple["_Table", ...]:
        return _tables(self._model, tuple(self._columns.items()))

    def _rows(self, rest: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(f"{_select(self._tables)} {rest}", values)
            return cursor.fetchall()


@dataclass(frozen=True)
class _Table:
    """One of the tables of a join."""

    model: type[Model]
    alias: str
    way: str
    key: Any
    """The foreign key that leads here; None for the first."""
    fields: tuple[Any, ...]
    """Those read, in the order of the model."""
    converters: tuple[tuple[Callable[..., Any], ...], ...]

    def instance(self, row: Sequence[Any]) -> Model:
        values = [
            _converted(value, converters)
            for value, converters in zip(row, self.converters, strict=True)
        ]
        names = [field.attname for field in self.fields]
        return self.model.from_db(DEFAULT_DB_ALIAS, names, values)


def _converted(value: Any, converters: tuple[Callable[..., Any], ...]) -> Any:
    for convert in converters:
        value = convert(value, None, connection)
    return value


@cache
def _tables(
    model: type[Model], columns: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[_Table, ...]:
    tables: dict[str, _Table] = {}
    for place, (way, names) in enumerate(columns):
        before, _, link = way.rpartition("__")
        key = tables[before].model._meta.get_field(link) if way else None
        target: type[Model] = key.related_model if key else model  # type: ignore[assignment]
        fields = tuple(
            field
            for field in target._meta.concrete_fields
            if field.primary_key or field.name in names
        )
        tables[way] = _Table(target, f"t{place}", way, key, fields, tuple(map(_converters, fields)))
    return tuple(tables.values())


def _converters(field: "Field[Any, Any]") -> tuple[Callable[..., Any], ...]:
    column = field.get_col(field.model._meta.db_table)
    return (
        *connection.ops.get_db_converters(column),
        *column.get_db_converters(connection),
    )


@cache
def _select(tables: tuple[_Table, ...]) -> str:
    columns = ", ".join(f"{t.alias}.{_name(field)}" for t in tables for field in t.fields)
    by_way = {table.way: table for table in tables}
    quoted = connection.ops.quote_name
    first, *others = tables
    joins = [f"{quoted(first.model._meta.db_table)} {first.alias}"]
    for table in others:
        before = by_way[table.way.rpartition("__")[0]]
        joins.append(
            f"JOIN {quoted(table.model._meta.db_table)} {table.alias} "
            f"ON {table.alias}.{_name(table.model._meta.pk)} = {before.alias}.{_name(table.key)}"
        )
    return f"SELECT {columns} FROM {' '.join(joins)}"  # noqa: S608  # names of our own


def _instance(tables: tuple[_Table, ...], row: Sequence[Any]) -> Model:
    made: dict[str, Model] = {}
    start = 0
    for table in tables:
        end = start + len(table.fields)
        made[table.way] = table.instance(row[start:end])
        start = end
        if table.key:
            table.key.set_cached_value(made[table.way.rpartition("__")[0]], made[table.way])
    return made[""]
