"""Components that train, score and evaluate, run for real on scikit-learn's small data."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
from sklearn.datasets import load_diabetes, load_iris

from studio.catalog import component_files
from studio.graph.model import Json
from tests.catalog.conftest import Result, RunComponent

PNG = b"\x89PNG"
IRIS = load_iris(as_frame=True).frame.assign(garden=["north", "south"] * 75)
TWO = IRIS[IRIS["target"] > 0].assign(target=lambda t: t["target"].map({1: "no", 2: "yes"}))
SUGAR = load_diabetes(as_frame=True).frame


def train_score_evaluate(
    run_component: RunComponent, trainer: str, settings: Mapping[str, Json], table: pd.DataFrame
) -> Result:
    model = run_component(trainer, settings, table=table.iloc[::2]).outputs["model"]
    scored = run_component("score", model=model, table=table.iloc[1::2]).outputs["scored"]
    return run_component("evaluate", scored=scored)


@pytest.mark.parametrize(
    "learner", ["logistic_regression", "random_forest", "gradient_boosting", "svm", "k_nearest"]
)
def test_every_classifier_learns_two_classes(
    run_component: RunComponent, inside_a_step: Path, learner: str
) -> None:
    settings: Mapping[str, Json] = {"target": "target", "learner": learner, "trees": 20}
    result = train_score_evaluate(run_component, "train_classifier", settings, TWO)
    assert result.logged["accuracy"] > 0.85
    assert result.logged["roc_auc"] > 0.9
    assert result.logged["ROC"]["false_positive_rate"][0] == 0
    assert (inside_a_step / result.logged["Confusion matrix"]).read_bytes().startswith(PNG)


def test_three_classes_are_learned_without_a_roc_curve(run_component: RunComponent) -> None:
    settings: Mapping[str, Json] = {"target": "target"}
    result = train_score_evaluate(run_component, "train_classifier", settings, IRIS)
    assert result.logged["f1"] > 0.85
    assert "ROC" not in result.logged
    kept = result.table("metrics").set_index("metric")["value"].to_dict()
    assert kept["accuracy"] == result.logged["accuracy"]


@pytest.mark.parametrize(
    "learner", ["linear", "ridge", "random_forest", "gradient_boosting", "k_nearest"]
)
def test_every_regressor_learns_a_number(
    run_component: RunComponent, inside_a_step: Path, learner: str
) -> None:
    settings: Mapping[str, Json] = {"target": "target", "learner": learner, "trees": 20}
    result = train_score_evaluate(run_component, "train_regressor", settings, SUGAR)
    assert result.logged["r2"] > 0.1
    assert (inside_a_step / result.logged["Residuals"]).read_bytes().startswith(PNG)


def test_a_model_says_what_it_was_made_from(run_component: RunComponent) -> None:
    settings: Mapping[str, Json] = {"target": "target", "features": ["petal width (cm)", "garden"]}
    result = run_component("train_classifier", settings, table=IRIS)
    described = json.loads((result.outputs["model"] / "model.json").read_text())
    assert [f["name"] for f in described["features"]] == settings["features"]
    assert (described["target"], described["classes"]) == ("target", [0, 1, 2])
    assert result.logged["rows"] == 150


def test_scored_rows_keep_their_columns_and_get_probabilities(run_component: RunComponent) -> None:
    model = run_component("train_classifier", {"target": "target"}, table=TWO).outputs["model"]
    scored = run_component("score", model=model, table=TWO).table("scored")
    assert list(scored.columns) == [*TWO.columns, "prediction", "probability_no", "probability_yes"]
    assert (scored["probability_no"] + scored["probability_yes"]).round(9).eq(1).all()


def test_the_positive_class_can_be_chosen(run_component: RunComponent) -> None:
    model = run_component("train_classifier", {"target": "target"}, table=TWO).outputs["model"]
    scored = run_component("score", model=model, table=TWO).outputs["scored"]
    as_no = dict(run_component("evaluate", {"positive_class": "no"}, scored=scored).logged)
    as_yes = run_component("evaluate", scored=scored).logged
    assert as_no["roc_auc"] == pytest.approx(as_yes["roc_auc"])
    error = run_component("evaluate", {"positive_class": "maybe"}, scored=scored).error
    assert error == "Error: No class called maybe. There are: no, yes."


def test_a_class_the_model_never_saw_counts_as_missed(run_component: RunComponent) -> None:
    model = run_component("train_classifier", {"target": "target"}, table=TWO).outputs["model"]
    strange = TWO.assign(target=["maybe"] * 10 + TWO["target"].tolist()[10:])
    scored = run_component("score", model=model, table=strange).outputs["scored"]
    logged = run_component("evaluate", scored=scored).logged
    assert 0.8 < logged["accuracy"] <= 0.9
    assert "ROC" not in logged


def test_truths_of_another_type_than_the_predictions_are_refused(
    run_component: RunComponent,
) -> None:
    model = run_component("train_classifier", {"target": "target"}, table=TWO).outputs["model"]
    numbers = TWO.assign(target=range(len(TWO)))
    scored = run_component("score", model=model, table=numbers).outputs["scored"]
    assert "cannot be compared" in run_component("evaluate", scored=scored).error


@pytest.mark.parametrize(
    ("table", "settings", "words"),
    [
        (IRIS, {"target": "species"}, "No column called species. The table has: sepal length"),
        (IRIS.assign(garden=None), {"target": "target"}, "Missing values in garden (150)"),
        (IRIS.assign(target=1), {"target": "target"}, "one value only"),
        (IRIS, {"target": "target", "features": ["target"]}, "cannot be a feature too"),
        (IRIS.iloc[:0], {"target": "target"}, "no rows"),
        (
            IRIS,
            {"target": "target", "learner": "k_nearest", "neighbours": 999},
            "there are 150 rows",
        ),
        (IRIS, {"target": "sepal length (cm)"}, "cannot be trained"),
    ],
)
def test_a_table_that_cannot_be_learned_from_says_why(
    run_component: RunComponent, table: pd.DataFrame, settings: Mapping[str, Json], words: str
) -> None:
    assert words in run_component("train_classifier", settings, table=table).error


def test_a_regressor_refuses_words(run_component: RunComponent) -> None:
    error = run_component("train_regressor", {"target": "garden"}, table=IRIS).error
    assert "garden does not hold numbers" in error


def test_rows_without_a_learned_column_cannot_be_scored(run_component: RunComponent) -> None:
    model = run_component("train_regressor", {"target": "target"}, table=SUGAR).outputs["model"]
    error = run_component("score", model=model, table=SUGAR.drop(columns="bmi")).error
    assert "No column called bmi" in error


def test_a_folder_that_is_no_model_is_named(run_component: RunComponent, tmp_path: Path) -> None:
    error = run_component("score", model=tmp_path, table=SUGAR).error
    assert "is not a model made by Train classifier" in error


def test_a_component_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    for path, content in component_files("split_data").items():
        (tmp_path / path).write_bytes(content)
    TWO.to_parquet(tmp_path / "in")
    command = [sys.executable, "split_data.py", "--table", "in", "--train", "a", "--test", "b"]
    done = subprocess.run(command, cwd=tmp_path, env={"PATH": os.environ["PATH"]}, check=False)
    assert done.returncode == 0
    assert len(pd.read_parquet(tmp_path / "a")) == 75
