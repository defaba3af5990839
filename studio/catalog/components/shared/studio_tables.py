"""What the table components share: Parquet in and out, columns by name, words for mistakes."""

import argparse
import json
import sys
from pathlib import Path

import pandas as pd
from pandas.api import types


def arguments(description, *ports, optional=()):
    """A parser with one path option a port; the caller adds the settings."""
    parser = argparse.ArgumentParser(description=description, allow_abbrev=False)
    for port in ports:
        parser.add_argument(f"--{port}", type=Path, required=True, metavar="PATH")
    for port in optional:
        parser.add_argument(f"--{port}", type=Path, metavar="PATH")
    return parser


def flag(text):
    """True or False as a step's argument says it."""
    return {"true": True, "false": False}[text.lower()]


def names(text):
    """A list of column names, written as JSON."""
    return [str(name) for name in json.loads(text)]


def stop(message):
    """End the step with a sentence for the person who drew it."""
    sys.exit(f"Error: {message}")


def read_table(path):
    """A table from a Parquet file, or from all Parquet files of a folder."""
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        stop(f"{path.name} is not a table. Put Import data before this step. ({error})")
    print(f"Read {shape(table)} from {path.name}")
    return table


def write_table(table, path):
    """The table as one Parquet file at exactly this path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        table.to_parquet(path, index=False)
    except (ValueError, TypeError) as error:
        stop(f"The result cannot be written as Parquet: {error}")
    print(f"Wrote {shape(table)} to {path.name}")


def shape(table):
    return f"{len(table):,} rows × {len(table.columns):,} columns"


def need_columns(table, wanted):
    """End the step unless every wanted column is in the table."""
    missing = [name for name in wanted if name not in table.columns]
    if missing:
        there = ", ".join(map(str, table.columns))
        stop(f"No column called {', '.join(missing)}. The table has: {there}.")


def is_number(column):
    return types.is_numeric_dtype(column) and not types.is_bool_dtype(column)


def numeric_columns(table):
    return [name for name in table.columns if is_number(table[name])]


def need_numbers(table, wanted):
    """End the step unless every wanted column is there and holds numbers."""
    need_columns(table, wanted)
    others = [name for name in wanted if not is_number(table[name])]
    if others:
        stop(f"{', '.join(others)} must hold numbers. Leave it out or choose another method.")


def as_value_of(column, text):
    """A setting's text as a value that can be compared with, or put into, a column."""
    try:
        if types.is_bool_dtype(column):
            return flag(text.strip())
        if is_number(column):
            number = float(text)
            return int(number) if types.is_integer_dtype(column) and number.is_integer() else number
        if types.is_datetime64_any_dtype(column):
            return pd.Timestamp(text, tz=getattr(column.dtype, "tz", None))
    except (ValueError, KeyError):
        stop(f"{text!r} does not suit the column {column.name}, which holds {column.dtype} values.")
    return text
