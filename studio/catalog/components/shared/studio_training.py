"""What the two training components share: features, preparation, fitting, the model's folder."""

import json

import joblib
import pandas as pd
import sklearn
from azureml.core import Run
from sklearn.compose import make_column_transformer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from studio_tables import arguments, is_number, names, need_columns, read_table, stop


def settings(description, learners):
    """The settings both trainers have; the caller adds its own before parsing."""
    parser = arguments(description, "table", "model")
    parser.add_argument("--target", required=True)
    parser.add_argument("--features", type=names, default=[])
    parser.add_argument("--learner", choices=learners, default=learners[0])
    parser.add_argument("--trees", type=int, default=100)
    parser.add_argument("--max_depth", type=int)
    parser.add_argument("--learning_rate", type=float, default=0.1)
    parser.add_argument("--neighbours", type=int, default=5)
    parser.add_argument("--seed", type=int, default=42)
    return parser


def training_rows(chosen):
    """Features and target of the training table; ends the step when they cannot be used."""
    table = read_table(chosen.table)
    need_columns(table, [chosen.target, *chosen.features])
    features = chosen.features or [name for name in table.columns if name != chosen.target]
    if chosen.target in features:
        stop(f"{chosen.target} is the target, it cannot be a feature too.")
    dates = [n for n in features if pd.api.types.is_datetime64_any_dtype(table[n])]
    if dates and chosen.features:
        stop(f"Dates cannot be learned from: {', '.join(dates)}.")
    features = [name for name in features if name not in dates]
    if not features:
        stop("There is no column to learn from.")
    need_values(table, [*features, chosen.target])
    return table[features], table[chosen.target]


def need_values(table, columns):
    counts = table[columns].isna().sum()
    holes = ", ".join(f"{name} ({count:,})" for name, count in counts.items() if count)
    if holes:
        stop(f"Missing values in {holes}. Put Clean missing data before this step.")
    if table.empty:
        stop("The table has no rows.")


def prepared(learner, features, *, scaled):
    """The learner behind the preparation its features need: scaling, one column a category."""
    numbers = [n for n in features if is_number(features[n]) or features[n].dtype == bool]
    words = [name for name in features if name not in numbers]
    preparation = make_column_transformer(
        (StandardScaler() if scaled else "passthrough", numbers),
        (OneHotEncoder(handle_unknown="ignore", max_categories=200), words),
    )
    return make_pipeline(preparation, learner)


def fit(model, features, target):
    print(f"Training on {len(features):,} rows, {len(features.columns)} features")
    try:
        model.fit(features, target)
    except (ValueError, TypeError) as error:
        stop(f"The model cannot be trained: {error}")


def save(model, folder, description):
    """model.joblib with the pipeline, model.json with what a person or Score must know."""
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, folder / "model.joblib")
    shown = {**description, "scikit_learn": sklearn.__version__}
    (folder / "model.json").write_text(json.dumps(shown, indent=2, ensure_ascii=False), "utf-8")
    print(f"Saved the model in {folder.name}")


def describe(task, chosen, features, **more):
    return {
        "task": task,
        "learner": chosen.learner,
        "target": chosen.target,
        "features": [{"name": name, "type": str(features[name].dtype)} for name in features],
        "rows": len(features),
        **more,
    }


def log(**numbers):
    run = Run.get_context()
    for name, value in numbers.items():
        run.log(name, value)
        print(f"{name}: {value:.6g}")
