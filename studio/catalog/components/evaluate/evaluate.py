"""Compares predictions with the truth: numbers, a picture, and the ROC curve as a table."""

import numpy as np
import pandas as pd
from azureml.core import Run
from matplotlib.figure import Figure
from sklearn import metrics
from studio_tables import arguments, is_number, need_columns, read_table, stop, write_table

MOST_POINTS = 200


def target_of(scored: pd.DataFrame, chosen: str) -> str:
    target = chosen or scored.attrs.get("target", "")
    if not target:
        stop("The table does not say what was predicted. Set the target.")
    need_columns(scored, [target, "prediction"])
    if scored[target].isna().any():
        stop(f"{target} has missing values; only rows whose truth is known can be evaluated.")
    return target


def is_classification(scored: pd.DataFrame, truth: pd.Series) -> bool:
    task = scored.attrs.get("task")
    return task == "classification" if task else not is_number(truth) or truth.nunique() <= 20


def regression(truth: pd.Series, predicted: pd.Series) -> dict[str, float]:
    return {
        "mean_absolute_error": metrics.mean_absolute_error(truth, predicted),
        "root_mean_squared_error": metrics.root_mean_squared_error(truth, predicted),
        "median_absolute_error": metrics.median_absolute_error(truth, predicted),
        "r2": metrics.r2_score(truth, predicted) if len(truth) > 1 else float("nan"),
    }


def classification(truth: pd.Series, predicted: pd.Series, positive: object) -> dict[str, float]:
    """Precision, recall and F1 of the positive class, or averaged when there is none."""
    how = {"pos_label": positive, "average": "binary"}
    if positive is None:
        how = {"average": "macro"}
    return {
        "accuracy": metrics.accuracy_score(truth, predicted),
        "balanced_accuracy": metrics.balanced_accuracy_score(truth, predicted),
        "precision": metrics.precision_score(truth, predicted, zero_division=0, **how),
        "recall": metrics.recall_score(truth, predicted, zero_division=0, **how),
        "f1": metrics.f1_score(truth, predicted, zero_division=0, **how),
    }


def positive_of(classes: list, chosen: str) -> object:
    """The class that counts as positive; None unless there are two."""
    if len(classes) != 2:
        return None
    if not chosen:
        return classes[-1]
    found = [value for value in classes if str(value) == chosen]
    if not found:
        stop(f"No class called {chosen}. There are: {', '.join(map(str, classes))}.")
    return found[0]


def certainty(scored: pd.DataFrame, classes: list, positive: object) -> pd.Series | None:
    """How sure the model was of the positive class, one number a row."""
    if f"probability_{positive}" in scored:
        return scored[f"probability_{positive}"]
    if "decision" in scored:
        return scored["decision"] if positive == classes[-1] else -scored["decision"]
    return None


def roc(truth: pd.Series, sure: pd.Series, positive: object) -> dict[str, list[float]]:
    false_rate, true_rate, _ = metrics.roc_curve(truth == positive, sure)
    chosen = np.unique(np.linspace(0, len(false_rate) - 1, MOST_POINTS).round().astype(int))
    return {
        "false_positive_rate": false_rate[chosen].tolist(),
        "true_positive_rate": true_rate[chosen].tolist(),
    }


def confusion_picture(truth: pd.Series, predicted: pd.Series, classes: list) -> Figure:
    figure = Figure(figsize=(5, 4.5), layout="constrained")
    counts = metrics.confusion_matrix(truth, predicted, labels=classes)
    shown = metrics.ConfusionMatrixDisplay(counts, display_labels=classes)
    shown.plot(ax=figure.subplots(), cmap="Blues", colorbar=False)
    return figure


def residual_picture(truth: pd.Series, predicted: pd.Series) -> Figure:
    figure = Figure(figsize=(5.5, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.scatter(predicted, truth - predicted, s=12, alpha=0.6)
    axes.axhline(0, color="grey", linewidth=1)
    axes.set(xlabel="prediction", ylabel="truth − prediction", title="Residuals")
    return figure


def evaluate_classes(run: Run, scored: pd.DataFrame, target: str, chosen: str) -> dict[str, float]:
    truth, predicted = scored[target], scored["prediction"]
    learned = scored.attrs.get("classes") or sorted(set(predicted))
    classes = [*learned, *sorted(set(truth) - set(learned))]
    positive = positive_of(classes, chosen)
    numbers = classification(truth, predicted, positive)
    sure = certainty(scored, classes, positive) if positive is not None else None
    if sure is not None and truth.nunique() == 2:
        numbers["roc_auc"] = metrics.roc_auc_score(truth == positive, sure)
        run.log_table("ROC", roc(truth, sure, positive))
    run.log_image("Confusion matrix", plot=confusion_picture(truth, predicted, classes))
    return numbers


def evaluate_numbers(run: Run, scored: pd.DataFrame, target: str) -> dict[str, float]:
    run.log_image("Residuals", plot=residual_picture(scored[target], scored["prediction"]))
    return regression(scored[target], scored["prediction"])


def main() -> None:
    parser = arguments(__doc__, "scored", "metrics")
    parser.add_argument("--target", default="")
    parser.add_argument("--positive_class", default="")
    chosen = parser.parse_args()

    scored = read_table(chosen.scored)
    if scored.empty:
        stop("There are no rows to evaluate.")
    target = target_of(scored, chosen.target)
    run = Run.get_context()
    try:
        if is_classification(scored, scored[target]):
            numbers = evaluate_classes(run, scored, target, chosen.positive_class)
        else:
            numbers = evaluate_numbers(run, scored, target)
    except (ValueError, TypeError) as error:
        stop(f"{target} and the predictions cannot be compared: {error}")
    for name, value in numbers.items():
        run.log(name, float(value))
        print(f"{name}: {value:.6g}")
    write_table(pd.DataFrame({"metric": numbers.keys(), "value": numbers.values()}), chosen.metrics)


if __name__ == "__main__":
    main()
