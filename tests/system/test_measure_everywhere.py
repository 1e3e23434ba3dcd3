"""The measuring half's own tests, under the oldest and the newest interpreter: they need the standard library only."""

import subprocess
from pathlib import Path

import pytest

from sweep import interpreters

pytestmark = pytest.mark.slow

CHOSEN = interpreters.choose("auto")
MODULES = sorted(".".join(path.with_suffix("").parts) for path in Path("tests/measure").rglob("test_*.py"))


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("label", interpreters.group(list(CHOSEN), "ends"))
def test_under(label, module):
    command = [CHOSEN[label].path, "-s", "-m", "unittest", module]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "Ran 0 tests" not in done.stderr
