"""The measuring half's own tests, under the oldest and the newest interpreter: they need the standard library only."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sweep import interpreters

pytestmark = [pytest.mark.slow, pytest.mark.alone]

CHOSEN = interpreters.choose("auto")
ENDS = interpreters.group(list(CHOSEN), "ends")
CONFORMANCE = "tests.measure.test_backends"
MODULES = sorted(".".join(path.with_suffix("").parts) for path in Path("tests/measure").rglob("test_*.py"))


def outcome(label, module):
    command = [CHOSEN[label].path, "-s", "-m", "unittest", module]
    return subprocess.run(command, capture_output=True, text=True, timeout=1200)


def judge(done):
    assert done.returncode == 0, done.stderr[-4000:]
    assert "Ran 0 tests" not in done.stderr


@pytest.mark.parametrize("module", [name for name in MODULES if name != CONFORMANCE])
@pytest.mark.parametrize("label", ENDS)
def test_under(label, module):
    judge(outcome(label, module))


def test_every_mechanism_conforms():
    """The longest of them, which looks at no time: all interpreters side by side."""
    assert CONFORMANCE in MODULES
    with ThreadPoolExecutor() as pool:
        for done in list(pool.map(outcome, ENDS, [CONFORMANCE] * len(ENDS))):
            judge(done)
