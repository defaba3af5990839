"""Components that read, clean and shape tables, run for real on small tables."""

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from studio.graph.model import Json
from tests.catalog.conftest import RunComponent

PEOPLE = pd.DataFrame(
    {
        "name": ["Ada", "Ben", None, "Dora"],
        "age": [36.0, None, 50.0, 20.0],
        "city": ["Lisbon", "Porto", "Porto", "Faro"],
    }
)


@pytest.mark.parametrize(
    ("content", "settings"),
    [
        ("a,b\n1,x\n2,y\n", {}),
        ("a\tb\n1\tx\n2\ty\n", {}),
        ("a;b\n1;x\n2;y\n", {}),
        ("\ufeffa,b\n1,x\n2,y\n", {}),
        ("a\tb\n1\tx\n2\ty\n", {"file_format": "tsv"}),
        ('{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n', {}),
    ],
)
def test_text_of_many_kinds_becomes_the_same_table(
    run_component: RunComponent, tmp_path: Path, content: str, settings: dict[str, str]
) -> None:
    (tmp_path / "raw").write_text(content, "utf-8")
    table = run_component("import_data", settings, data=tmp_path / "raw").table("table")
    assert table.to_dict("list") == {"a": [1, 2], "b": ["x", "y"]}


def test_a_folder_of_parquet_files_becomes_one_table(
    run_component: RunComponent, tmp_path: Path
) -> None:
    (tmp_path / "many").mkdir()
    for i in range(3):
        pd.DataFrame({"i": [i]}).to_parquet(tmp_path / "many" / f"part-{i}")
    result = run_component("import_data", data=tmp_path / "many")
    assert result.table("table")["i"].tolist() == [0, 1, 2]
    assert "part-2: 1 rows" in result.text


def test_columns_without_a_header_get_names(run_component: RunComponent, tmp_path: Path) -> None:
    (tmp_path / "raw.csv").write_text("1,x\n2,y\n")
    result = run_component("import_data", {"has_header": False}, data=tmp_path / "raw.csv")
    assert list(result.table("table").columns) == ["column_1", "column_2"]


@pytest.mark.parametrize(
    ("content", "settings", "words"),
    [
        (b"a,b\n1,2,3\n", {}, "raw.csv cannot be read as csv"),
        (b"", {}, "cannot be read"),
        (b"a,b\n\xff\xfe,1\n", {}, "cannot be read"),
        (b"a,b\n1,2\n", {"encoding": "klingon"}, "klingon"),
        (b"a,b\n1,2\n", {"file_format": "parquet"}, "cannot be read as parquet"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    run_component: RunComponent,
    tmp_path: Path,
    content: bytes,
    settings: dict[str, str],
    words: str,
) -> None:
    (tmp_path / "raw.csv").write_bytes(content)
    assert words in run_component("import_data", settings, data=tmp_path / "raw.csv").error


def test_columns_are_kept_in_the_order_asked_for(run_component: RunComponent) -> None:
    result = run_component("select_columns", {"columns": ["city", "name"]}, table=PEOPLE)
    assert list(result.table("result").columns) == ["city", "name"]


def test_columns_are_dropped(run_component: RunComponent) -> None:
    result = run_component("select_columns", {"mode": "drop", "columns": ["age"]}, table=PEOPLE)
    assert list(result.table("result").columns) == ["name", "city"]


def test_a_missing_column_names_those_there(run_component: RunComponent) -> None:
    error = run_component("select_columns", {"columns": ["height"]}, table=PEOPLE).error
    assert error == "Error: No column called height. The table has: name, age, city."


def test_dropping_every_column_is_refused(run_component: RunComponent) -> None:
    settings: Mapping[str, Json] = {"mode": "drop", "columns": ["name", "age", "city"]}
    assert (
        "No column would be left" in run_component("select_columns", settings, table=PEOPLE).error
    )


@pytest.mark.parametrize(
    ("settings", "ages"),
    [
        ({"method": "drop_rows"}, [36, 20]),
        ({"method": "drop_rows", "columns": ["age"]}, [36, 50, 20]),
        ({"method": "mean"}, [36, 106 / 3, 50, 20]),
        ({"method": "median"}, [36, 36, 50, 20]),
        ({"method": "constant", "columns": ["age"], "fill_value": "-1"}, [36, -1, 50, 20]),
        ({"method": "most_frequent", "columns": ["age"]}, [36, 20, 50, 20]),
    ],
)
def test_missing_values_are_dropped_or_filled(
    run_component: RunComponent, settings: Mapping[str, Json], ages: list[float]
) -> None:
    table = run_component("clean_missing_data", settings, table=PEOPLE).table("result")
    assert table["age"].tolist() == pytest.approx(ages)


def test_columns_with_holes_can_be_dropped(run_component: RunComponent) -> None:
    result = run_component("clean_missing_data", {"method": "drop_columns"}, table=PEOPLE)
    assert list(result.table("result").columns) == ["city"]


def test_the_mean_of_names_is_refused(run_component: RunComponent) -> None:
    settings: Mapping[str, Json] = {"method": "mean", "columns": ["name"]}
    assert (
        "name must hold numbers"
        in run_component("clean_missing_data", settings, table=PEOPLE).error
    )


def test_whole_numbers_stay_whole_unless_the_filling_is_not(run_component: RunComponent) -> None:
    table = pd.DataFrame({"n": pd.array([1, None, 4], dtype="Int64")})
    result = run_component("clean_missing_data", {"method": "mean"}, table=table)
    assert result.table("result")["n"].tolist() == [1, 2.5, 4]


def test_a_filling_of_the_wrong_type_is_refused(run_component: RunComponent) -> None:
    settings: Mapping[str, Json] = {"method": "constant", "columns": ["age"], "fill_value": "old"}
    error = run_component("clean_missing_data", settings, table=PEOPLE).error
    assert "'old' does not suit the column age" in error


@pytest.mark.parametrize(
    ("column", "operator", "value", "kept"),
    [
        ("age", "greater", "30", [0, 2]),
        ("age", "less_or_equal", "36", [0, 3]),
        ("age", "not_equals", "36", [2, 3]),
        ("age", "one_of", "20, 50", [2, 3]),
        ("age", "is_missing", "", [1]),
        ("age", "is_not_missing", "", [0, 2, 3]),
        ("city", "equals", "Porto", [1, 2]),
        ("city", "contains", "o", [0, 1, 2, 3]),
        ("city", "starts_with", "P", [1, 2]),
        ("name", "contains", "a", [0, 3]),
        ("name", "less", "Ben", [0]),
    ],
)
def test_rows_are_kept_by_a_comparison(
    run_component: RunComponent, column: str, operator: str, value: str, kept: list[int]
) -> None:
    settings: Mapping[str, Json] = {"column": column, "operator": operator, "value": value}
    table = PEOPLE.assign(row=range(4))
    assert (
        run_component("filter_rows", settings, table=table).table("result")["row"].tolist() == kept
    )


def test_a_value_to_filter_by_is_never_run_as_code(run_component: RunComponent) -> None:
    settings: Mapping[str, Json] = {
        "column": "city",
        "operator": "equals",
        "value": "__import__('os').getcwd()",
    }
    assert run_component("filter_rows", settings, table=PEOPLE).table("result").empty


def test_dates_and_flags_are_compared_as_what_they_are(run_component: RunComponent) -> None:
    table = pd.DataFrame({"day": pd.to_datetime(["2026-01-01", "2026-03-01"]), "ok": [True, False]})
    by_day = {"column": "day", "operator": "greater", "value": "2026-02-01"}
    by_flag = {"column": "ok", "operator": "equals", "value": "true"}
    assert run_component("filter_rows", by_day, table=table).table("result")["ok"].tolist() == [
        False
    ]
    assert run_component("filter_rows", by_flag, table=table).table("result")["ok"].tolist() == [
        True
    ]


NUMBERS = pd.DataFrame({"n": range(100), "kind": ["a"] * 80 + ["b"] * 20})


def test_a_stratified_split_keeps_the_shares(run_component: RunComponent) -> None:
    settings: Mapping[str, Json] = {
        "method": "stratified",
        "stratify_by": "kind",
        "test_share": 0.2,
    }
    result = run_component("split_data", settings, table=NUMBERS)
    assert result.table("test")["kind"].value_counts().to_dict() == {"a": 16, "b": 4}
    assert sorted([*result.table("test")["n"], *result.table("train")["n"]]) == list(range(100))


def test_the_same_seed_gives_the_same_split(run_component: RunComponent) -> None:
    first, again, other = (
        run_component("split_data", {"seed": seed}, table=NUMBERS).table("test")["n"].tolist()
        for seed in (1, 1, 2)
    )
    assert first == again != other


def test_a_split_by_order_takes_the_last_rows(run_component: RunComponent) -> None:
    settings: Mapping[str, Json] = {"method": "by_order", "order_by": "n", "test_share": 0.1}
    shuffled = NUMBERS.sample(frac=1, random_state=3)
    result = run_component("split_data", settings, table=shuffled)
    assert result.table("test")["n"].tolist() == list(range(90, 100))


def test_a_class_of_one_row_cannot_be_stratified(run_component: RunComponent) -> None:
    settings: Mapping[str, Json] = {"method": "stratified", "stratify_by": "n"}
    assert "cannot be split" in run_component("split_data", settings, table=NUMBERS).error


@pytest.mark.parametrize(("method", "expected"), [("min_max", [0, 0.5, 1]), ("robust", [-1, 0, 1])])
def test_numbers_come_to_one_scale(
    run_component: RunComponent, method: str, expected: list[float]
) -> None:
    table = pd.DataFrame({"x": [10, 20, 30], "y": [0, 1, 0], "word": ["a", "b", "c"]})
    settings: Mapping[str, Json] = {"method": method, "leave_out": ["y"]}
    result = run_component("normalize", settings, table=table).table("result")
    assert result["x"].tolist() == pytest.approx(expected)
    assert result["y"].tolist() == [0, 1, 0]


def test_the_scale_can_be_measured_on_another_table(run_component: RunComponent) -> None:
    train, test = pd.DataFrame({"x": [0, 10]}), pd.DataFrame({"x": [20]})
    result = run_component("normalize", {"method": "min_max"}, table=test, fit_on=train)
    assert result.table("result")["x"].tolist() == [2.0]


def test_columns_are_summarized(run_component: RunComponent) -> None:
    result = run_component("summarize_data", table=PEOPLE)
    rows = result.table("summary").set_index("column")
    assert rows.loc["age", "mean"] == pytest.approx(106 / 3)
    assert rows.loc["city", "most_frequent"] == "Porto"
    assert result.logged == {"rows": 4, "columns": 3, "missing_values": 2}


def test_a_file_that_is_no_table_says_what_to_put_before(
    run_component: RunComponent, tmp_path: Path
) -> None:
    (tmp_path / "data.csv").write_text(json.dumps({"a": 1}))
    error = run_component("summarize_data", table=tmp_path / "data.csv").error
    assert error.startswith("Error: data.csv is not a table. Put Import data before this step.")
