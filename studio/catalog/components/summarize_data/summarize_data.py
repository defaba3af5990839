"""Describes each column: type, missing values, distinct values, spread."""

import pandas as pd
from azureml.core import Run
from studio_tables import arguments, is_number, read_table, write_table

QUARTILES = {"quarter": 0.25, "median": 0.5, "three_quarters": 0.75}


def describe(column: pd.Series) -> dict[str, object]:
    known = column.dropna()
    counts = known.astype(str).value_counts()
    row = {
        "column": str(column.name),
        "type": str(column.dtype),
        "missing": int(column.isna().sum()),
        "distinct": len(counts),
        "most_frequent": counts.index[0] if len(counts) else None,
        "most_frequent_count": int(counts.iloc[0]) if len(counts) else 0,
    }
    if not is_number(column) or known.empty:
        return row
    spread = {"mean": known.mean(), "deviation": known.std(), "least": known.min()}
    spread.update({name: known.quantile(share) for name, share in QUARTILES.items()})
    spread["greatest"] = known.max()
    return {**row, **{name: float(value) for name, value in spread.items()}}


def main() -> None:
    chosen = arguments(__doc__, "table", "summary").parse_args()
    table = read_table(chosen.table)
    summary = pd.DataFrame([describe(table[name]) for name in table.columns])
    print(summary.to_string(index=False, max_cols=8))
    run = Run.get_context()
    run.log("rows", len(table))
    run.log("columns", len(table.columns))
    run.log("missing_values", int(table.isna().sum().sum()))
    write_table(summary, chosen.summary)


if __name__ == "__main__":
    main()
