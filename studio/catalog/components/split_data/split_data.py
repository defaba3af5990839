"""Splits rows into a training part and a test part."""

import pandas as pd
from sklearn.model_selection import train_test_split
from studio_tables import arguments, need_columns, read_table, stop, write_table


def settings():
    parser = arguments(__doc__, "table", "train", "test")
    parser.add_argument("--method", choices=("random", "stratified", "by_order"), default="random")
    parser.add_argument("--stratify_by", default="")
    parser.add_argument("--order_by", default="")
    parser.add_argument("--test_share", type=float, default=0.25)
    parser.add_argument("--seed", type=int, default=42)
    return parser.parse_args()


def split(table: pd.DataFrame, chosen) -> tuple[pd.DataFrame, pd.DataFrame]:
    if chosen.method == "by_order":
        if chosen.order_by:
            need_columns(table, [chosen.order_by])
            table = table.sort_values(chosen.order_by, kind="stable")
        cut = len(table) - min(max(round(len(table) * chosen.test_share), 1), len(table) - 1)
        return table.iloc[:cut], table.iloc[cut:]
    groups = None
    if chosen.method == "stratified":
        need_columns(table, [chosen.stratify_by])
        groups = table[chosen.stratify_by]
        if groups.isna().any():
            stop(f"{chosen.stratify_by} has missing values. Put Clean missing data before this.")
    try:
        parts = train_test_split(
            table, test_size=chosen.test_share, random_state=chosen.seed, stratify=groups
        )
    except ValueError as error:
        stop(f"The table cannot be split like this: {error}")
    return tuple(parts)


def main() -> None:
    chosen = settings()
    if not 0 < chosen.test_share < 1:
        stop(f"The test share must be between 0 and 1, it is {chosen.test_share}.")
    table = read_table(chosen.table)
    if len(table) < 2:
        stop("A table needs two rows to be split.")
    train, test = split(table, chosen)
    print(f"{len(train):,} training rows, {len(test):,} test rows ({chosen.method})")
    write_table(train, chosen.train)
    write_table(test, chosen.test)


if __name__ == "__main__":
    main()
