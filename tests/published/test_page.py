"""The page in a real browser, opened from a file with the network off: it ranks, sorts, finds, and reads well anywhere.

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
VIEWS = [(scheme, width) for scheme in ("light", "dark") for width in (1440, 1024, 390)]
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
    """What the browser saw in each of two colour schemes and three widths."""
    if LACKING:
        pytest.skip(f"needs {', '.join(LACKING)}")
    page = rendered[0] / "report.html"
    command = ["node", str(BROWSER / "page.mjs"), str(page), CHROMIUM]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_nothing_is_asked_of_the_network_and_nothing_complains(looked_at):
    assert [(view["colorScheme"], view["width"]) for view in looked_at] == VIEWS
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
    assert [view["overflow"] for view in looked_at] == [0] * len(VIEWS)


def test_no_figure_is_wider_than_what_holds_it(looked_at):
    assert {(view["width"], name) for view in looked_at for name in view["clipped"]} == set()


def test_the_letters_of_every_figure_can_be_read(looked_at):
    """At 390 pixels too, without a click: eight pixels are what a phone's own captions have."""
    for view in looked_at:
        assert len(view["letters"]) > 20
        assert {(view["width"], name, round(size, 1)) for name, size in view["letters"] if size < 8} == set()


def test_no_word_of_a_table_stands_on_two_lines(looked_at):
    assert {(view["width"], word) for view in looked_at for word in view["words"]} == set()


def test_a_figure_is_no_white_card_in_the_dark(looked_at):
    for view in looked_at:
        assert (view["background"] == "none") == (view["colorScheme"] == "light")


def test_a_name_is_found_wherever_it_stands(looked_at):
    for view in looked_at:
        assert len(view["hits"]) > 5 and all(re.search(r" \(\d+\)$", one) for one in view["hits"])
        assert view["nothing"] == "Nothing has this name."


def numbers(cells):
    """Those of a column, without the cells that have a dash."""
    return [float(one.replace(",", "")) for one in cells if re.fullmatch(r"[\d,.]+", one)]


def test_a_verdict_leads_to_its_readings_and_these_can_be_sorted(looked_at):
    for view in looked_at:
        rising, falling = (numbers(view[name]) for name in ("rising", "falling"))
        assert view["unfolded"] and len(rising) > 20
        assert rising == sorted(rising) and falling == sorted(rising, reverse=True)


def test_every_heading_has_a_link_and_every_link_leads_somewhere(looked_at):
    for view in looked_at:
        assert view["headings"] == view["linked"] > 30 and view["anchors"] == []


def test_every_figure_has_its_table(looked_at):
    for view in looked_at:
        assert view["figures"] == view["tables"] > 10 and view["download"].endswith(".csv")


def test_the_browsers_packages_are_pinned_without_addresses():
    wanted = json.loads((BROWSER / "package.json").read_text())["devDependencies"]
    lock = json.loads((BROWSER / "package-lock.json").read_text())["packages"]
    assert all(re.fullmatch(r"[\d.]+", version) for version in wanted.values())
    assert {name.removeprefix("node_modules/"): one["version"] for name, one in lock.items() if name} == wanted
    assert not any("resolved" in one for one in lock.values())
