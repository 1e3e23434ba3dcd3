"""What a linter of layers can't say: standard library only, docstrings, no list of backends, files of a screen."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path("scripts")
BARE = [*(SCRIPTS / "measure").rglob("*.py"), *(SCRIPTS / "checks").rglob("*.py")]  # run by the interpreters on trial
STANDARD = set(sys.stdlib_module_names)


# What runs between two windows: see `measure.timing.totals`.
BESIDE_WINDOWS = [path for name in ("timing", "harness") for path in (SCRIPTS / "measure" / name).glob("*.py")]


def lint_imports(folder):
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", "pyproject.toml"]
    return subprocess.run(command, cwd=folder, env={"PYTHONPATH": "scripts"}, capture_output=True, text=True)


def test_the_layers_are_kept():
    done = lint_imports(".")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("scripts/collect/cells.py", "import judge.verdicts", "the data's way"),
        ("scripts/measure/system/host.py", "import measure.harness.worker", "inside measure"),
        ("scripts/render/html.py", "import judge.criteria", "renderers never judge"),
    ],
)
def test_an_import_against_a_layer_is_found(tmp_path, file, line, broken):
    for path in [Path("pyproject.toml"), *SCRIPTS.rglob("*.py")]:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    with (tmp_path / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1 and f"{broken} BROKEN" in done.stdout


@pytest.mark.parametrize("path", sorted(BARE), ids=str)
def test_what_runs_under_the_interpreter_on_trial_imports_the_standard_library_only(path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body:  # a backend may import its own library inside itself
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
            assert module.split(".")[0] in STANDARD | {"measure", "checks"}


def test_every_module_says_what_it_is():
    for path in sorted(SCRIPTS.rglob("*.py")):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert text and len(text.splitlines()[0]) <= 120, path


def test_no_list_of_backends_outside_the_folder_and_the_configuration():
    names = [path.stem for path in (SCRIPTS / "measure" / "backends").glob("[!_]*.py")]
    for path in sorted(SCRIPTS.rglob("*.py")):
        if path.parent.name not in ("backends", "controls"):
            text = path.read_text(encoding="utf-8")
            assert sum(f'"{name}"' in text for name in names) < 2, path


def test_files_are_a_screen_or_two():
    for path in [*SCRIPTS.rglob("*.py"), *Path("rules").glob("*.smk")]:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 350, path


def test_no_package_is_a_hall():
    contenders = {"backends", "channels", "causes", "controls"}
    for folder in {path.parent for path in SCRIPTS.rglob("*.py")}:
        if folder.name not in contenders:
            assert len(list(folder.glob("[!_]*.py"))) <= 18, folder


def test_source_is_compiled_in_one_place():
    for path in sorted(SCRIPTS.rglob("*.py")):
        calls = [
            node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
        ]
        if any(isinstance(call, ast.Name) and call.id in ("exec", "eval") for call in calls):
            assert path == SCRIPTS / "measure/timing/compile.py"


def test_nothing_between_two_windows_calls_sum():
    """A process that has summed up a generator sums up a tuple 10% slower, and some mechanisms sum up tuples."""
    found = [
        path.name
        for path in BESIDE_WINDOWS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum"
    ]
    assert found == ["first_use.py"]  # asked by the plan alone
