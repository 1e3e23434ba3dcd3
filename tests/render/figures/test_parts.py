"""A figure that is cut into its panels loses nothing, and its panels stay in line."""

from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pytest

from render.figures import parts, style
from render.figures.__main__ import lay_out


def drawn(tmp_path, count):
    """(file's text, boxes) of a figure of `count` panels with a line and a title each, and one key."""
    with plt.style.context(["seaborn-v0_8-ticks", style.STYLE]):
        figure, axes = style.panels(range(count))
        for number, axis in enumerate(axes[:count]):
            axis.plot([1, 2], [10.0**number, 1], "o-", label=f"line {number}")
            axis.set_title(f"panel {number}")
        figure.legend(handles=axes[0].lines, loc="outside upper center")
        lay_out(figure)
        places = parts.boxes(figure)
        figure.savefig(tmp_path / "one.svg", metadata={"Date": None})
    plt.close(figure)
    return (tmp_path / "one.svg").read_text(encoding="utf-8"), places


def words(svg):
    texts = (one for one in ElementTree.fromstring(svg).iter() if one.tag.endswith("}text"))
    return ["".join(text.itertext()).strip() for text in texts]


def test_each_panel_and_the_key_is_a_part_and_no_word_is_lost(tmp_path):
    text, places = drawn(tmp_path, 5)
    pieces = parts.cut(text, places)
    assert list(pieces) == ["key", *(f"panel_{number}" for number in range(5))]
    assert "panel 3" in words(pieces["panel_3"]) and words(pieces["key"]) == ["line 0"]
    assert sorted(word for piece in pieces.values() for word in words(piece)) == sorted(words(text))


def test_each_part_has_what_it_refers_to(tmp_path):
    text, places = drawn(tmp_path, 4)
    for piece in parts.cut(text, places).values():
        whole = ElementTree.fromstring(piece)
        there = {one.get("id") for one in whole.iter()}
        named = {
            name for one in whole.iter() for value in one.attrib.values() for name in parts.REFERENCE.findall(value)
        }
        colours = {name for name in named if len(name) in (3, 6) and not set(name) - set("0123456789abcdefABCDEF")}
        assert named - colours - there == set()


def test_panels_have_one_size_and_are_narrow_enough_for_two_on_a_phone(tmp_path):
    _, places = drawn(tmp_path, 4)
    sizes = {tuple(box[2:]) for name, box in places.items() if name != "key"}
    assert len({(round(wide), round(high)) for wide, high in sizes}) == 1
    assert all(wide < 150 for wide, _ in sizes)


@pytest.mark.parametrize("share", [{"nrows": 1}, {"nrows": 2, "sharex": True}])
def test_one_panel_or_panels_over_one_axis_stay_whole(share):
    figure, _ = plt.subplots(**share)
    assert parts.boxes(figure) == {}
    plt.close(figure)
