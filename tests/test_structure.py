"""Imports go one way, the lists of backends stand nowhere but in the folder, and lock and conda file agree."""

import ast
import sys
from pathlib import Path

import pytest

SCRIPTS = Path("scripts")
MEASURE = sorted([*(SCRIPTS / "measure").rglob("*.py"), *(SCRIPTS / "works").rglob("*.py")])
MEASURE += sorted((SCRIPTS / "safety").rglob("*.py"))
STANDARD = set(sys.stdlib_module_names)

# file or folder -> what of the project it may import
MAY = {
    "scripts/measure": {"measure"},
    "scripts/works": {"works"},
    "scripts/safety": {"safety", "measure"},
    "scripts/settings.py": set(),
    "scripts/interpreters.py": set(),
    "scripts/unlock.py": set(),
    "scripts/tools/publish.py": set(),
    "scripts/tools/rejudge.py": {
        "tools.publish",
        "analyse.claims",
        "analyse.figures",
        "analyse.paper",
        "analyse.report",
        "analyse.table",
    },
    "scripts/tools/crate.py": set(),
    "scripts/tools/amend.py": {"tools.publish", "tools.rejudge"},
    "scripts/tools/quote.py": {"analyse.chosen", "tools.publish"},
    "scripts/tools/crosscheck.py": {"interpreters", "analyse.stats", "measure.contract"},
    "scripts/tools/synthetic.py": {
        "interpreters",
        "machine",
        "plan",
        "analyse.collect",
        "measure.contract",
        "measure.record",
    },
    "scripts/tools/compare.py": {"analyse.kinds", "analyse.table"},
    "scripts/tools/extras.py": {"interpreters", "measure.contract"},
    "scripts/tools/font.py": set(),
    "scripts/tools/scale.py": {"tools.cluster", "tools.synthetic", "sweep"},
    "scripts/tools/cluster.py": {"tools.synthetic"},
    "scripts/machine/advice.py": set(),
    "scripts/machine/cgroup.py": set(),
    "scripts/machine/hardware.py": {"machine.cgroup"},
    "scripts/machine/__init__.py": {"machine.advice", "machine.hardware", "measure.contract", "measure.host"},
    "scripts/plan.py": {
        "interpreters",
        "machine",
        "settings",
        "measure",
        "measure.contract",
        "measure.timing",
        "measure.topology",
    },
    "scripts/sweep.py": {"interpreters", "plan", "settings", "measure", "measure.contract", "measure.digest"},
    "scripts/analyse/stats.py": set(),
    "scripts/analyse/criteria.py": {"analyse.stats"},
    "scripts/analyse/statement.py": set(),
    "scripts/analyse/simulate.py": {"analyse.stats"},
    "scripts/analyse/raw.py": {"analyse.table", "measure.contract", "measure.record"},
    "scripts/analyse/table.py": {"measure.record"},
    "scripts/analyse/collect.py": {"analyse.raw", "analyse.safety", "analyse.stats", "analyse.table", "measure.record"},
    "scripts/analyse/precision.py": {
        "analyse.claims",
        "analyse.collect",
        "analyse.stats",
        "analyse.table",
        "measure.record",
    },
    "scripts/analyse/instrument.py": {"analyse.criteria", "analyse.stats"},
    "scripts/analyse/short.py": {"analyse.instrument", "analyse.statement"},
    "scripts/analyse/cases.py": {
        "analyse.contenders",
        "analyse.criteria",
        "analyse.instrument",
        "analyse.statement",
        "analyse.table",
    },
    "scripts/analyse/contenders.py": set(),
    "scripts/analyse/causes.py": {"analyse.criteria", "analyse.stats", "analyse.statement"},
    "scripts/analyse/advice.py": set(),
    "scripts/analyse/answer.py": {
        "analyse.advice",
        "analyse.contenders",
        "analyse.criteria",
        "analyse.statement",
        "analyse.stats",
    },
    "scripts/analyse/claims.py": {
        "analyse.answer",
        "analyse.cases",
        "analyse.causes",
        "analyse.instrument",
        "analyse.kinds",
        "analyse.safety",
        "analyse.short",
        "analyse.statement",
        "analyse.table",
        "measure.contract",
    },
    "scripts/analyse/kinds.py": {"analyse.criteria", "analyse.short", "analyse.statement"},
    "scripts/analyse/axes.py": {"analyse.statement"},
    "scripts/analyse/findings.py": {"analyse.axes", "analyse.contenders", "analyse.statement"},
    "scripts/analyse/judged.py": {"analyse.axes", "analyse.findings", "analyse.statement"},
    "scripts/analyse/overview.py": {"analyse.axes", "analyse.findings", "analyse.statement", "measure.contract"},
    "scripts/analyse/figures.py": {
        "analyse.axes",
        "analyse.collect",
        "analyse.instrument",
        "analyse.judged",
        "analyse.kinds",
        "analyse.overview",
        "analyse.standings",
        "analyse.statement",
        "analyse.table",
    },
    "scripts/analyse/pictures.py": set(),
    "scripts/analyse/safety.py": {"analyse.statement", "safety.probe"},
    "scripts/probing.py": {"interpreters", "plan", "sweep", "measure.contract"},
    "scripts/analyse/placed.py": {"analyse.statement"},
    "scripts/analyse/picker.py": {"analyse.contenders", "analyse.statement"},
    "scripts/analyse/chosen.py": {"analyse.statement"},
    "scripts/analyse/standings.py": {"analyse.axes", "analyse.statement"},
    "scripts/analyse/paper.py": {"analyse.prose", "analyse.report"},
    "scripts/analyse/prose.py": {"analyse.statement"},
    "scripts/analyse/report.py": {
        "analyse.chosen",
        "analyse.instrument",
        "analyse.kinds",
        "analyse.picker",
        "analyse.pictures",
        "analyse.placed",
        "analyse.prose",
        "analyse.references",
        "analyse.safety",
        "analyse.statement",
        "analyse.table",
        "measure.contract",
    },
    "scripts/analyse/references.py": set(),
}
OURS = {"measure", "analyse", "machine", "tools", "works", "safety"} | {path.stem for path in SCRIPTS.glob("*.py")}


def imports(path):
    """The modules that a file imports, `from package import module` as package.module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inside = SCRIPTS / node.module.replace(".", "/") / f"{alias.name}.py"
                yield f"{node.module}.{alias.name}" if inside.exists() else node.module


def rule(path):
    """The entry of MAY for a file."""
    return next((allowed for place, allowed in MAY.items() if str(path).startswith(place)), None)


@pytest.mark.parametrize("path", sorted(SCRIPTS.rglob("*.py")), ids=str)
def test_imports_go_one_way(path):
    if path.name == "__init__.py":
        return
    allowed = rule(path)
    assert allowed is not None, "a new file wants an entry in MAY"
    for name in imports(path):
        if name.split(".")[0] in OURS:
            assert any(name == one or ("." not in one and name.startswith(one + ".")) for one in allowed), name


@pytest.mark.parametrize("path", MEASURE, ids=str)
def test_the_measuring_half_imports_the_standard_library_only(path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body:  # a backend may import its own library inside itself
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
            assert module.split(".")[0] in STANDARD | {"measure", "works", "safety"}


def test_every_module_says_what_it_is():
    for path in sorted(SCRIPTS.rglob("*.py")):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert text and len(text.splitlines()[0]) <= 120, path


def test_no_list_of_backends_outside_the_folder_and_the_configuration():
    names = [path.stem for path in (SCRIPTS / "measure" / "backends").glob("*.py")]
    for path in sorted(SCRIPTS.rglob("*.py")):
        if path.parent.name in ("backends", "controls"):
            continue
        text = path.read_text(encoding="utf-8")
        assert sum(f'"{name}"' in text for name in names) < 2, path


def test_files_are_a_screen_or_two():
    for path in sorted(SCRIPTS.rglob("*.py")):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 350, path
