"""The default configuration, and a Sweep for the matrix alone."""

from pathlib import Path

import pytest
import yaml

from sweep import interpreters, messages, targets
from tests.sweep.default import CHOSEN


@pytest.fixture
def config(tmp_path, monkeypatch):
    monkeypatch.setattr(interpreters, "choose", lambda wanted: CHOSEN)
    monkeypatch.setattr(interpreters, "before_oldest", dict)  # else each test starts every Python of the machine
    config = yaml.safe_load(Path("config/config.yaml").read_text(encoding="utf-8"))
    return config | {"outdir": str(tmp_path)}


@pytest.fixture
def sweep(tmp_path, monkeypatch):
    """Makes a Sweep whose interpreters are made up and that asks for the matrix as told."""
    monkeypatch.setattr(messages, "estimate", lambda sweep: "the sweep")
    (tmp_path / "interpreters.json").write_text("{}")

    def make(in_run=False, backends=("all",)):
        rows = [{"name": one, "interpreter": one, "reason": ""} for one in ("3.13", "3.8", "3.9")]
        config = {"safety": {"interpreters": "ends", "backends": list(backends), "in_run": in_run}}
        return targets.Sweep({**config, "blocks": 1, "timing": {}, "outdir": str(tmp_path)}, rows)

    return make
