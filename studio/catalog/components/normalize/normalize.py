"""Brings numeric columns to one scale, measured on this table or on another."""

from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler
from studio_tables import (
    arguments,
    names,
    need_columns,
    need_numbers,
    numeric_columns,
    read_table,
    stop,
    write_table,
)

SCALERS = {"standard": StandardScaler, "min_max": MinMaxScaler, "robust": RobustScaler}


def main() -> None:
    parser = arguments(__doc__, "table", "result", optional=("fit_on",))
    parser.add_argument("--method", choices=tuple(SCALERS), default="standard")
    parser.add_argument("--columns", type=names, default=[])
    parser.add_argument("--leave_out", type=names, default=[])
    chosen = parser.parse_args()

    table = read_table(chosen.table)
    measured = read_table(chosen.fit_on) if chosen.fit_on else table
    need_columns(table, chosen.leave_out)
    wanted = chosen.columns or numeric_columns(table)
    columns = [name for name in wanted if name not in chosen.leave_out]
    if not columns:
        stop("There is no numeric column to scale.")
    need_numbers(table, columns)
    need_numbers(measured, columns)
    if measured.empty:
        stop("The scale cannot be measured on a table without rows.")

    scaler = SCALERS[chosen.method]().fit(measured[columns])
    result = table.copy()
    result[columns] = result[columns].astype("float64")
    if len(result):
        result[columns] = scaler.transform(table[columns])
    print(f"Scaled ({chosen.method}): {', '.join(columns)}")
    write_table(result, chosen.result)


if __name__ == "__main__":
    main()
