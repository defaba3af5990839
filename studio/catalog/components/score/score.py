"""Applies a trained model to a table."""

import json
from pathlib import Path

import joblib
import pandas as pd
from azureml.core import Run
from studio_tables import arguments, need_columns, read_table, stop, write_table


def read_model(folder: Path):
    """The model and what its model.json says about it."""
    try:
        description = json.loads((folder / "model.json").read_text("utf-8"))
        return joblib.load(folder / "model.joblib"), description
    except OSError as error:
        stop(f"{folder.name} is not a model made by Train classifier or Train regressor. ({error})")


def predictions(model, rows: pd.DataFrame, description: dict) -> dict[str, object]:
    """New columns: the prediction and, for classes, how sure the model is."""
    columns = {"prediction": model.predict(rows)}
    if description["task"] != "classification":
        return columns
    classes = description["classes"]
    if hasattr(model, "predict_proba"):
        sure = model.predict_proba(rows)
        columns.update({f"probability_{name}": sure[:, i] for i, name in enumerate(classes)})
    elif len(classes) == 2:
        columns["decision"] = model.decision_function(rows)
    return columns


def main() -> None:
    chosen = arguments(__doc__, "model", "table", "scored").parse_args()
    model, description = read_model(chosen.model)
    table = read_table(chosen.table)
    features = [feature["name"] for feature in description["features"]]
    need_columns(table, features)
    rows = table[features]
    holes = [name for name in features if rows[name].isna().any()]
    if holes:
        stop(f"Missing values in {', '.join(holes)}. Put Clean missing data before this step.")
    if rows.empty:
        stop("There are no rows to score.")

    scored = table.assign(**predictions(model, rows, description))
    scored.attrs = {k: description[k] for k in ("task", "target", "classes") if k in description}
    write_table(scored, chosen.scored)
    Run.get_context().log("rows", len(scored))


if __name__ == "__main__":
    main()
