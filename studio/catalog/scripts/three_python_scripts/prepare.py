"""Splits the patients of scikit-learn's diabetes study into a training and a test part."""

import argparse
from pathlib import Path

from azureml.core import Run
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepared", type=Path, required=True, help="folder for the two parts")
    chosen = parser.parse_args()

    patients = load_diabetes(as_frame=True).frame
    train, test = train_test_split(patients, test_size=0.25, random_state=42)
    chosen.prepared.mkdir(parents=True)
    run = Run.get_context()
    for name, part in {"train": train, "test": test}.items():
        part.to_csv(chosen.prepared / f"{name}.csv", index=False)
        run.log(f"{name}_rows", len(part))
        print(f"{name}.csv: {len(part)} patients, {len(part.columns) - 1} features")


if __name__ == "__main__":
    main()
