"""Fits a straight line through many dimensions, step by step, so that learning can be watched."""

import argparse
import json
from pathlib import Path

import numpy as np
import pandas as pd
from azureml.core import Run

ROUNDS = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepared", type=Path, required=True, help="what prepare.py wrote")
    parser.add_argument("--model", type=Path, required=True, help="file for the weights")
    parser.add_argument("--learning_rate", type=float, default=0.05)
    chosen = parser.parse_args()

    table = pd.read_csv(chosen.prepared / "train.csv")
    truth = table.pop("target").to_numpy()
    centre, spread = table.mean(), table.std()
    features = ((table - centre) / spread).to_numpy()
    weights, base = np.zeros(features.shape[1]), 0.0

    run = Run.get_context()
    for number in range(1, ROUNDS + 1):
        miss = features @ weights + base - truth
        weights -= chosen.learning_rate * features.T @ miss / len(truth)
        base -= chosen.learning_rate * miss.mean()
        if number % 10 == 0:
            loss = float(np.sqrt((miss**2).mean()))
            run.log("training_error", loss)
            print(f"round {number:3}: off by {loss:.2f} on average")

    model = {
        "features": list(table.columns),
        "centre": centre.tolist(),
        "spread": spread.tolist(),
        "weights": weights.tolist(),
        "base": base,
    }
    chosen.model.write_text(json.dumps(model, indent=2))


if __name__ == "__main__":
    main()
