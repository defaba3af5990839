"""Reads CSV, TSV, Parquet or JSON lines, a file or a folder of them, into one table."""

from pathlib import Path

import pandas as pd
from studio_tables import arguments, flag, shape, stop, write_table

DELIMITERS = {"csv": ",", "tsv": "\t"}
GUESSES = (",", "\t", ";", "|")


def settings():
    parser = arguments(__doc__, "data", "table")
    formats = ("auto", "csv", "tsv", "parquet", "json_lines")
    parser.add_argument("--file_format", choices=formats, default="auto")
    parser.add_argument("--has_header", type=flag, default=True)
    parser.add_argument("--encoding", default="utf-8")
    return parser.parse_args()


def files_of(path: Path) -> list[Path]:
    """The file itself, or a folder's files by name without hidden ones."""
    if path.is_file():
        return [path]
    found = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith((".", "_")))
    if not found:
        stop(f"There is no data at {path.name}.")
    return found


def read_file(path: Path, chosen) -> pd.DataFrame:
    file_format, delimiter = chosen.file_format, DELIMITERS.get(chosen.file_format)
    if file_format == "auto":
        file_format, delimiter = recognise(path, chosen.encoding)
    try:
        if file_format == "parquet":
            return pd.read_parquet(path)
        if file_format == "json_lines":
            return pd.read_json(path, lines=True, encoding=chosen.encoding)
        header = 0 if chosen.has_header else None
        table = pd.read_csv(
            path, sep=delimiter, header=header, encoding=chosen.encoding, low_memory=False
        )
        if not isinstance(table.index, pd.RangeIndex):
            raise ValueError("its rows have more values than its first line has names")
        return table
    except (ValueError, OSError, LookupError) as error:
        stop(f"{path.name} cannot be read as {file_format}: {error}")


def recognise(path: Path, encoding: str) -> tuple[str, str | None]:
    """The format and, for text, the delimiter, judged by the first bytes."""
    with path.open("rb") as stream:
        start = stream.read(64 * 1024)
    if start.startswith(b"PAR1"):
        return "parquet", None
    try:
        lines = start.decode(encoding, errors="replace").lstrip("\ufeff").splitlines()
    except LookupError as error:
        stop(str(error))
    first = lines[0] if lines else ""
    if first.lstrip().startswith("{"):
        return "json_lines", None
    return "csv", max(GUESSES, key=first.count)


def name_columns(table: pd.DataFrame) -> pd.DataFrame:
    """Columns called by text, also where the data has no names for them."""
    if all(isinstance(name, int) for name in table.columns):
        return table.set_axis([f"column_{i}" for i in range(1, len(table.columns) + 1)], axis=1)
    return table.set_axis([str(name).strip() for name in table.columns], axis=1)


def main() -> None:
    chosen = settings()
    tables = []
    for path in files_of(chosen.data):
        table = read_file(path, chosen)
        tables.append(name_columns(table))
        print(f"{path.name}: {shape(table)}")
    write_table(pd.concat(tables, ignore_index=True), chosen.table)


if __name__ == "__main__":
    main()
