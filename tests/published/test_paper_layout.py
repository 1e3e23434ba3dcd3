"""The paper of the archived run: no picture lies on another or leaves its page, no page is nearly empty, 12 at most."""

import itertools
import json
import re
import shutil
import subprocess

import matplotlib.pyplot as plt
import numpy as np
import pytest
import typst

from render import pdf

pytestmark = pytest.mark.slow

WIDTH, HEIGHT = 595.28, 841.89  # of A4, in points
MOST_PAGES = 12
LEAST_FILLED = 0.35  # of a page's height, between its first line and its last
DARK = 0.7


@pytest.fixture(scope="module")
def boxes(rendered):
    """Of each picture: its name, page, and place and size in points."""
    source = rendered[0] / "paper.typ"
    told = typst.query(str(source), "<box>", field="value", font_paths=pdf.fonts(), ignore_system_fonts=True)
    return json.loads(told)


def overlap(one, other):
    """Whether two boxes share more than a point, in both directions."""
    if one["page"] != other["page"]:
        return False
    shared = [
        min(one[place] + one[size], other[place] + other[size]) - max(one[place], other[place])
        for place, size in (("x", "width"), ("y", "height"))
    ]
    return min(shared) > 1


def test_no_picture_lies_on_another(boxes):
    assert len(boxes) > 8
    pairs = itertools.combinations(boxes, 2)
    assert [(one["name"], other["name"]) for one, other in pairs if overlap(one, other)] == []


def test_no_picture_leaves_its_page(boxes):
    beyond = [one for one in boxes if one["x"] + one["width"] > WIDTH - 40 or one["y"] + one["height"] > HEIGHT - 40]
    assert beyond == []


def test_an_overlap_would_be_found(boxes):
    moved = dict(boxes[0], x=boxes[0]["x"] + 5, y=boxes[0]["y"] + 5)
    assert overlap(boxes[0], moved) and not overlap(boxes[0], dict(moved, page=99))


def test_every_figure_that_the_text_speaks_of_is_there(rendered, boxes):
    source = (rendered[0] / "paper.typ").read_text(encoding="utf-8")
    spoken_of = set(re.findall(r"@fig-([\w-]*\w)", source))
    assert len(spoken_of) > 8 and spoken_of <= {one["name"] for one in boxes}


def test_it_has_few_pages_and_none_is_nearly_empty(rendered, tmp_path):
    if not shutil.which("pdftoppm"):
        pytest.skip("needs pdftoppm (poppler-utils)")
    subprocess.run(["pdftoppm", "-r", "20", "-png", rendered[0] / "paper.pdf", tmp_path / "page"], check=True)
    pages = sorted(tmp_path.glob("page*.png"))
    assert len(pages) <= MOST_PAGES
    assert [page.name for page in pages[:-1] if filled(plt.imread(page)) < LEAST_FILLED] == []


def filled(page):
    """The part of a page's height from its first dark line to its last, without the page's number."""
    lines = np.flatnonzero((page[: int(0.94 * len(page)), :, :3].mean(axis=2) < DARK).any(axis=1))
    return (lines[-1] - lines[0]) / len(page) if len(lines) else 0.0
