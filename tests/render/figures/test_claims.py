"""A claim's figures hold all of their words, however long these are."""

import json

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from maintain import splice_docs
from render.figures import __main__ as figures
from render.figures import claims
from render.figures.data import Data

RUN = splice_docs.newest_archive()


@pytest.fixture(scope="module")
def verdicts():
    if RUN is None:
        pytest.skip("no run was published")
    return json.loads(RUN.read_text(encoding="utf-8"))


def words_outside(figure):
    """The texts that stick out of a figure across, which cuts them off."""
    figures.lay_out(figure)
    texts = [
        text
        for axis in figure.axes
        for text in (*axis.texts, axis.title, axis.xaxis.label, *axis.get_yticklabels())
        if text.get_text()
    ]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
    outside = [words for words, box in boxes if box.x0 < -1 or box.x1 > figure.bbox.width + 1]
    plt.close(figure)
    return outside


def test_no_words_of_a_claims_figures_are_cut_off(verdicts):
    plt.style.use(["seaborn-v0_8-ticks", figures.STYLE])
    data = object.__new__(Data)
    data.verdicts, data.summary = verdicts, pd.read_csv(RUN.with_name("summary.csv"), dtype={"interpreter": str})
    data.interpreters = list(data.summary["interpreter"].unique())
    for claim in verdicts["claims"]:
        drawn = [claims.evidence(data, claim), claims.claim(data, claim)]
        assert [words_outside(one.figure) for one in drawn if one] == [[] for one in drawn if one], claim["id"]
