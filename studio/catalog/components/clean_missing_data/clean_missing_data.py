"""Drops or fills what is missing."""

import pandas as pd
from studio_tables import (
    arguments,
    as_value_of,
    is_number,
    names,
    need_columns,
    need_numbers,
    read_table,
    stop,
    write_table,
)

METHODS = ("drop_rows", "drop_columns", "mean", "median", "most_frequent", "constant")


def filling(column: pd.Series, method: str, text: str) -> object:
    """The value that stands in for what is missing in one column."""
    if method == "constant":
        return as_value_of(column, text)
    if column.notna().sum() == 0:
        stop(f"The column {column.name} is empty, so it has no {method.replace('_', ' ')}.")
    if method == "most_frequent":
        return column.mode().iloc[0]
    return column.mean() if method == "mean" else column.median()


def fill(table: pd.DataFrame, columns: list[str], method: str, text: str) -> pd.DataFrame:
    filled = table.copy()
    for name in columns:
        missing = int(table[name].isna().sum())
        if not missing:
            continue
        value = filling(table[name], method, text)
        column = table[name]
        if isinstance(value, float) and is_number(column):
            column = column.astype("float64")
        filled[name] = column.fillna(value)
        print(f"{name}: {missing:,} values filled with {value}")
    return filled


def columns_for(table: pd.DataFrame, wanted: list[str], method: str) -> list[str]:
    if method in ("mean", "median"):
        need_numbers(table, wanted)
        return wanted or [name for name in table.columns if is_number(table[name])]
    need_columns(table, wanted)
    return wanted or list(table.columns)


def clean(table: pd.DataFrame, columns: list[str], method: str, text: str) -> pd.DataFrame:
    if method == "drop_rows":
        return table.dropna(subset=columns)
    if method == "drop_columns":
        return table.drop(columns=[name for name in columns if table[name].isna().any()])
    return fill(table, columns, method, text)


def main() -> None:
    parser = arguments(__doc__, "table", "result")
    parser.add_argument("--method", choices=METHODS, default="drop_rows")
    parser.add_argument("--columns", type=names, default=[])
    parser.add_argument("--fill_value", default="0")
    chosen = parser.parse_args()

    table = read_table(chosen.table)
    columns = columns_for(table, chosen.columns, chosen.method)
    print(
        f"{int(table[columns].isna().sum().sum()):,} values are missing in {len(columns)} columns"
    )
    result = clean(table, columns, chosen.method, chosen.fill_value)
    left = [name for name in result.columns if result[name].isna().any()]
    if left:
        print(f"Still missing values in: {', '.join(left)}")
    write_table(result, chosen.result)


if __name__ == "__main__":
    main()
