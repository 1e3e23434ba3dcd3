"""Each recipe runs, says why where it can't, and leaves nothing, also when one of its workers is killed."""

import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

from measure.contract import discovery
from sweep import interpreters
from tests.checks.safety.test_probes import PLACES, needs_a_private_place
from tests.system.recipe_trial import started

RECIPES = {path.stem: path for path in sorted(Path("report/recipes").glob("*.py"))}
CONTENDERS = {**discovery.paths(), **discovery.paths(discovery.CHANNELS)}
# What is measured and never recommended.
WITHOUT = {
    "local_list": "shares nothing",
    "handover_only": "hands nothing over",
    "memcpy": "hands nothing over",
    "shared_memory_dict": "loses what others write",
    "ultradict2": "its lock lets a second writer starve",
    "iceoryx2_blackboard": "lets one process alone write",
    "mpi_window": "needs a launcher of its own",
    "ray_store": "needs a cluster of its own",
    "via_file_synced": "waits for a disk, which handing over doesn't need",
}
MOST_LINES = 35  # of code, without what a recipe needs, and without the last one, which says that it is done
DONE = "done: every value is there\n"
CANNOT = 77
CHOSEN = interpreters.choose("auto")
ENDS = interpreters.group(list(CHOSEN), "ends")
PROCESSES = [name for name, path in RECIPES.items() if started(path.read_text(encoding="utf-8"))]


def test_whatever_may_be_recommended_has_a_recipe():
    assert set(RECIPES) | set(WITHOUT) == set(CONTENDERS)
    assert not set(RECIPES) & set(WITHOUT)


@pytest.mark.parametrize("name", RECIPES)
def test_it_is_short_and_says_what_it_is_for_and_when_not(name):
    text = RECIPES[name].read_text(encoding="utf-8")
    says = ast.get_docstring(ast.parse(text))
    assert says.startswith("For ") and "; not " in says and "\n" not in says
    *code, last = code_lines(RECIPES[name])
    assert last == f"    print({json.dumps(DONE.strip())})" and len(code) <= MOST_LINES


def code_lines(path):
    """The lines below what a recipe needs and how much it does that have more than a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("STEPS"))
    return [line for line in lines[first + 1 :] if line.strip() and not line.strip().startswith("#")]


def test_ruff_finds_nothing():
    for words in (["check"], ["format", "--check"]):
        done = subprocess.run([sys.executable, "-m", "ruff", *words, "report/recipes"], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def libraries(label):
    """Where `make extras` puts the third-party libraries for an interpreter."""
    return os.path.abspath(f".extras/{label}")


def environment(path, folder):
    return {**os.environ, "PYTHONPATH": path, "TMPDIR": str(folder)}


@pytest.fixture
def folder():
    """A short path: a socket's has at most 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="recipe-") as name:
        yield name


@cache
def imports(modules, label):
    """Whether an interpreter has all the modules."""
    line = [CHOSEN[label].path, "-s", "-c", "".join(f"import {module}\n" for module in modules)]
    done = subprocess.run(line, env=environment(libraries(label), tempfile.gettempdir()), capture_output=True)
    return done.returncode == 0


def lacks(name, label):
    """Whether an interpreter is too old for a mechanism, or hasn't got what it needs."""
    kind = discovery.load(CONTENDERS[name])
    served = name != "redis" or shutil.which("redis-server")
    new_enough = CHOSEN[label].version >= kind.since
    return not (new_enough and served and imports(tuple(kind.needs.values()), label))


def judge(name, label, status, errors):
    """It ends well and complains of nothing; or, where something is lacking, says so in one line."""
    if lacks(name, label):
        assert status == CANNOT, errors
        assert errors.startswith("needs ") and errors.count("\n") == 1
    else:
        assert (status, errors) == (0, "")


@pytest.mark.parametrize("label", ENDS)
@pytest.mark.parametrize("name", ["shared_memory", "shared_memory_untracked", "via_pipe"])
def test_it_runs(name, label, folder):
    line = [CHOSEN[label].path, "-s", str(RECIPES[name])]
    done = subprocess.run(line, env=environment(libraries(label), folder), capture_output=True, text=True, timeout=60)
    judge(name, label, done.returncode, done.stderr)
    assert done.stdout == ("" if done.returncode else DONE)
    assert os.listdir(folder) == []


def trial(kind, name, label, folder):
    """What recipe_trial tells."""
    told = [kind, RECIPES[name], CHOSEN[label].path, libraries(label)]
    line = [sys.executable, "-m", "tests.system.recipe_trial", *told]
    done = subprocess.run(line, env=environment(PLACES, folder), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
@needs_a_private_place
@pytest.mark.parametrize("label", CHOSEN)
@pytest.mark.parametrize("name", RECIPES)
def test_it_runs_and_leaves_nothing(name, label, folder):
    seen = trial("run", name, label, folder)
    judge(name, label, seen["status"], seen["errors"])
    assert seen["left"] == []


@pytest.mark.slow
@needs_a_private_place
@pytest.mark.parametrize("label", ENDS)
@pytest.mark.parametrize("name", PROCESSES)
def test_it_fails_and_leaves_nothing_when_a_worker_is_killed(name, label, folder):
    if lacks(name, label):
        pytest.skip("it can't run under this interpreter")
    seen = trial("kill", name, label, folder)
    assert seen["status"] == 1, seen["errors"]
    assert seen["left"] == []


@pytest.mark.slow
@needs_a_private_place
@pytest.mark.parametrize("name", RECIPES)
def test_it_says_why_where_there_is_no_shm(name, folder):
    seen = trial("no_shm", name, ENDS[-1], folder)
    if seen["status"] != 0:
        assert seen["status"] == CANNOT, seen["errors"]
        assert seen["errors"].startswith("needs ") and seen["errors"].count("\n") == 1
    assert seen["left"] == []
