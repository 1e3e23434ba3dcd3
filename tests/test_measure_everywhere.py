"""The measuring half's own tests, under every interpreter on trial: they need nothing but the standard library."""

import subprocess
from pathlib import Path

import pytest

import interpreters

CHOSEN = interpreters.choose("auto")
MODULES = sorted(path.stem for path in Path("tests/measure").glob("test_*.py"))


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("label", CHOSEN)
def test_under(label, module):
    """The conformance suite under every interpreter; the rest under the oldest and the newest."""
    if module != "test_conformance" and label not in interpreters.group(list(CHOSEN), "ends"):
        pytest.skip("the oldest and the newest are enough")
    command = [CHOSEN[label].path, "-s", "-m", "unittest", f"tests.measure.{module}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "Ran 0 tests" not in done.stderr
