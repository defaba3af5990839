"""Compares the model with the plainest guess, the mean, on patients neither has seen."""

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd
from azureml.core import Run
from matplotlib.figure import Figure


def error_of(predicted: np.ndarray, truth: np.ndarray) -> float:
    return float(np.sqrt(((predicted - truth) ** 2).mean()))


def picture(predicted: np.ndarray, truth: np.ndarray) -> Figure:
    figure = Figure(figsize=(5, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.scatter(truth, predicted, s=14, alpha=0.7)
    axes.plot([truth.min(), truth.max()], [truth.min(), truth.max()], color="grey", linewidth=1)
    axes.set(xlabel="measured", ylabel="predicted", title="Progress of the disease")
    return figure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepared", type=Path, required=True, help="what prepare.py wrote")
    parser.add_argument("--model", type=Path, required=True, help="what train.py wrote")
    parser.add_argument("--report", type=Path, required=True, help="file for the comparison")
    chosen = parser.parse_args()

    model = json.loads(chosen.model.read_text())
    test = pd.read_csv(chosen.prepared / "test.csv")
    truth = test["target"].to_numpy()
    scaled = (test[model["features"]].to_numpy() - model["centre"]) / model["spread"]
    predicted = scaled @ np.array(model["weights"]) + model["base"]
    mean = pd.read_csv(chosen.prepared / "train.csv")["target"].mean()

    errors = {
        "model_error": error_of(predicted, truth),
        "mean_error": error_of(np.full(len(truth), mean), truth),
    }
    run = Run.get_context()
    for name, value in errors.items():
        run.log(name, value)
        print(f"{name}: {value:.2f}")
    run.log_image("Predicted and measured", plot=picture(predicted, truth))
    gain = 1 - errors["model_error"] / errors["mean_error"]
    print(f"The model is off by {gain:.0%} less than the mean.")
    chosen.report.write_text(json.dumps({**errors, "gain": gain}, indent=2))


if __name__ == "__main__":
    main()
