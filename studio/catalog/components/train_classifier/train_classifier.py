"""Trains a model that predicts a class."""

from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from studio_tables import stop
from studio_training import describe, fit, log, prepared, save, settings, training_rows

LEARNERS = {
    "logistic_regression": lambda s: LogisticRegression(C=s.strength, max_iter=2000),
    "random_forest": lambda s: RandomForestClassifier(
        n_estimators=s.trees, max_depth=s.max_depth, random_state=s.seed
    ),
    "gradient_boosting": lambda s: GradientBoostingClassifier(
        n_estimators=s.trees,
        max_depth=s.max_depth or 3,
        learning_rate=s.learning_rate,
        random_state=s.seed,
    ),
    "svm": lambda s: SVC(C=s.strength, kernel=s.kernel, random_state=s.seed),
    "k_nearest": lambda s: KNeighborsClassifier(n_neighbors=s.neighbours),
}
SCALED = ("logistic_regression", "svm", "k_nearest")


def main() -> None:
    parser = settings(__doc__, tuple(LEARNERS))
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--kernel", choices=("rbf", "linear", "poly"), default="rbf")
    chosen = parser.parse_args()

    features, target = training_rows(chosen)
    if target.nunique() < 2:
        stop(f"{chosen.target} has one value only; a classifier needs two classes or more.")
    if chosen.learner == "k_nearest" and chosen.neighbours > len(features):
        stop(f"{chosen.neighbours} neighbours are asked for, there are {len(features)} rows.")
    learner = LEARNERS[chosen.learner](chosen)
    model = prepared(learner, features, scaled=chosen.learner in SCALED)
    fit(model, features, target)

    classes = [value.item() if hasattr(value, "item") else value for value in model.classes_]
    save(model, chosen.model, describe("classification", chosen, features, classes=classes))
    log(rows=len(features), training_accuracy=float(model.score(features, target)))


if __name__ == "__main__":
    main()
