"""The measuring half's own tests, under the oldest and the newest interpreter: they need the standard library only."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sweep import interpreters

pytestmark = [pytest.mark.slow, pytest.mark.alone]

CHOSEN = interpreters.choose("auto")
ENDS = interpreters.group(list(CHOSEN), "ends")
MODULES = sorted(".".join(path.with_suffix("").parts) for path in Path("tests/measure").rglob("test_*.py"))


def outcome(label, module):
    command = [CHOSEN[label].path, "-s", "-m", "unittest", module]
    return subprocess.run(command, capture_output=True, text=True, timeout=1200)


@pytest.mark.parametrize("module", MODULES)
def test_at_both_ends(module):
    """Side by side: none of them looks at a time so closely that one other process would matter."""
    with ThreadPoolExecutor() as pool:
        ended = list(pool.map(outcome, ENDS, [module] * len(ENDS)))
    for label, done in zip(ENDS, ended, strict=True):
        assert done.returncode == 0, f"{label}: {done.stderr[-4000:]}"
        assert "Ran 0 tests" not in done.stderr
