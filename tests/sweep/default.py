"""The default configuration with made-up interpreters."""

from pathlib import Path

from sweep import targets
from sweep.interpreters import Interpreter

CHOSEN = {
    label: Interpreter(f"/opt/{label}", tuple(map(int, f"{label}.1".split("."))))
    for label in ("3.8", "3.9", "3.12", "3.13")
}


def load(config, dry=False):
    """The Sweep of a configuration."""
    return targets.load(config, [Path("config/config.yaml")], dry)


def wildcards(row):
    """Of the rule `cell_set`, for a row of the plan."""
    return dict(zip(("block", "interpreter", "set", "cell"), row["name"].split("/"), strict=True))
