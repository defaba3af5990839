"""Keeps or drops columns by name."""

from studio_tables import arguments, names, need_columns, read_table, stop, write_table


def main() -> None:
    parser = arguments(__doc__, "table", "result")
    parser.add_argument("--mode", choices=("keep", "drop"), default="keep")
    parser.add_argument("--columns", type=names, required=True)
    chosen = parser.parse_args()

    table = read_table(chosen.table)
    need_columns(table, chosen.columns)
    keep = chosen.columns
    if chosen.mode == "drop":
        keep = [name for name in table.columns if name not in chosen.columns]
    if not keep:
        stop("No column would be left.")
    write_table(table[list(dict.fromkeys(keep))], chosen.result)


if __name__ == "__main__":
    main()
