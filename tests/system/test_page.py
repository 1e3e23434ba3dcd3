"""The page in a real browser, opened from a file with the network off: it ranks, reads well in the dark, is accessible.

Needs Chromium, Node and the packages of tests/system/browser (`npm ci --prefix tests/system/browser`).
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

BROWSER = Path("tests/system/browser")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LACKING = [
    name
    for name, there in {
        "chromium": CHROMIUM,
        "node": shutil.which("node"),
        "the packages of tests/system/browser": (BROWSER / "node_modules").exists(),
    }.items()
    if not there
]


@pytest.fixture(scope="module")
def looked_at(rendered):
    """What the browser saw in each of two colour schemes and two widths."""
    if LACKING:
        pytest.skip(f"needs {', '.join(LACKING)}")
    page = rendered[0] / "report.html"
    command = ["node", str(BROWSER / "page.mjs"), str(page), CHROMIUM]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_nothing_is_asked_of_the_network_and_nothing_complains(looked_at):
    assert len(looked_at) == 4
    for view in looked_at:
        assert view["requests"] == [] and view["complaints"] == [] and view["broken"] == 0


def test_a_click_ranks_anew(looked_at):
    unit = {"s": 1, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}
    for view in looked_at:
        assert view["before"] != view["after"] and len(view["after"]) > 1
        times = re.findall(r"\t([\d.]+) (s|ms|µs|ns)\t[\d.]+ \w+ to", "\n".join(view["after"]))
        seconds = [float(number) * unit[name] for number, name in times]
        assert seconds == sorted(seconds) and len(seconds) > 1


def test_nothing_serious_is_in_the_way_of_anybody(looked_at):
    """Contrast is among what axe checks, in light and in dark."""
    for view in looked_at:
        assert [found for found in view["violations"] if found[0] in ("serious", "critical")] == []


def test_the_page_is_no_wider_than_the_window(looked_at):
    assert [view["overflow"] for view in looked_at] == [0] * 4


def test_every_figure_has_its_table(looked_at):
    for view in looked_at:
        assert view["figures"] == view["tables"] > 10 and view["download"].endswith(".csv")


def test_the_browsers_packages_are_pinned_without_addresses():
    wanted = json.loads((BROWSER / "package.json").read_text())["devDependencies"]
    lock = json.loads((BROWSER / "package-lock.json").read_text())["packages"]
    assert all(re.fullmatch(r"[\d.]+", version) for version in wanted.values())
    assert {name.removeprefix("node_modules/"): one["version"] for name, one in lock.items() if name} == wanted
    assert not any("resolved" in one for one in lock.values())
