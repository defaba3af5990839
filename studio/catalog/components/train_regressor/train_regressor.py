"""Trains a model that predicts a number."""

from sklearn.ensemble import GradientBoostingRegressor, RandomForestRegressor
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.neighbors import KNeighborsRegressor
from studio_tables import is_number, stop
from studio_training import describe, fit, log, prepared, save, settings, training_rows

LEARNERS = {
    "ridge": lambda s: Ridge(alpha=s.alpha),
    "linear": lambda s: LinearRegression(),
    "random_forest": lambda s: RandomForestRegressor(
        n_estimators=s.trees, max_depth=s.max_depth, random_state=s.seed
    ),
    "gradient_boosting": lambda s: GradientBoostingRegressor(
        n_estimators=s.trees,
        max_depth=s.max_depth or 3,
        learning_rate=s.learning_rate,
        random_state=s.seed,
    ),
    "k_nearest": lambda s: KNeighborsRegressor(n_neighbors=s.neighbours),
}
SCALED = ("ridge", "linear", "k_nearest")


def main() -> None:
    parser = settings(__doc__, tuple(LEARNERS))
    parser.add_argument("--alpha", type=float, default=1.0)
    chosen = parser.parse_args()

    features, target = training_rows(chosen)
    if not is_number(target):
        stop(f"{chosen.target} does not hold numbers. Train classifier predicts classes.")
    if chosen.learner == "k_nearest" and chosen.neighbours > len(features):
        stop(f"{chosen.neighbours} neighbours are asked for, there are {len(features)} rows.")
    learner = LEARNERS[chosen.learner](chosen)
    model = prepared(learner, features, scaled=chosen.learner in SCALED)
    fit(model, features, target)

    save(model, chosen.model, describe("regression", chosen, features))
    log(rows=len(features), training_r2=float(model.score(features, target)))


if __name__ == "__main__":
    main()
