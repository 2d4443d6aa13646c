"""Adds up measured features with the weights of the data file."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files


def _load() -> Mapping[str, Mapping[str, float]]:
    table = tomllib.loads(files("watcher.judge").joinpath("weights.toml").read_text(encoding="utf-8"))
    return {name: weights for name, weights in table.items() if isinstance(weights, dict)}


_WEIGHTS = _load()


def score(question: str, features: Mapping[str, float]) -> float:
    """The answer to one of the file's questions: yes from 0 upwards."""
    weights = _WEIGHTS[question]
    return weights["bias"] + sum(weights[name] * value for name, value in features.items() if name in weights)
