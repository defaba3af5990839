"""Keeps the rows for which a comparison of one column holds."""

import operator

import pandas as pd
from studio_tables import arguments, as_value_of, need_columns, read_table, write_table

COMPARISONS = {
    "equals": operator.eq,
    "not_equals": operator.ne,
    "less": operator.lt,
    "less_or_equal": operator.le,
    "greater": operator.gt,
    "greater_or_equal": operator.ge,
}
OTHERS = ("one_of", "contains", "starts_with", "is_missing", "is_not_missing")


def holds(column: pd.Series, name: str, text: str) -> pd.Series:
    """For each row whether the comparison holds; a missing value only is_missing finds."""
    if name == "is_missing":
        return column.isna()
    if name == "is_not_missing":
        return column.notna()
    if name == "one_of":
        return column.isin([as_value_of(column, part.strip()) for part in text.split(",")])
    if name == "contains":
        return column.notna() & column.astype(str).str.contains(text, regex=False)
    if name == "starts_with":
        return column.notna() & column.astype(str).str.startswith(text)
    value = as_value_of(column, text)
    return column.notna() & COMPARISONS[name](column, value).fillna(False).astype(bool)


def main() -> None:
    parser = arguments(__doc__, "table", "result")
    parser.add_argument("--column", required=True)
    parser.add_argument("--operator", choices=(*COMPARISONS, *OTHERS), default="equals")
    parser.add_argument("--value", default="")
    chosen = parser.parse_args()

    table = read_table(chosen.table)
    need_columns(table, [chosen.column])
    kept = table[holds(table[chosen.column], chosen.operator, chosen.value)]
    print(f"{len(kept):,} of {len(table):,} rows kept")
    write_table(kept, chosen.result)


if __name__ == "__main__":
    main()
