"""A figure in the page says what its file says, in fewer bytes, and its address is one that an attribute can hold."""

from urllib.parse import unquote
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pytest

from render.figures import files, style


@pytest.fixture
def drawn(tmp_path):
    """A figure's file, drawn as all are."""
    with plt.style.context(["seaborn-v0_8-ticks", style.STYLE]):
        figure, axis = plt.subplots(figsize=(2, 1))
        axis.plot([0.123456, 0.3], [1, 2])
        axis.text(0.2, 1.5, "0.12345 & <µs> #1 50%")
        figure.savefig(tmp_path / "one.svg", metadata={"Date": None})
    plt.close(figure)
    (tmp_path / "one.csv").write_text('a,b\n1,"x, y"\n', encoding="utf-8")
    return files.Picture("one", tmp_path / "one.svg", "finding", "note")


def words(svg):
    texts = (one for one in ElementTree.fromstring(svg).iter() if one.tag.endswith("}text"))
    return ["".join(text.itertext()).strip() for text in texts]


def test_every_word_stays_and_the_bytes_are_fewer(drawn):
    text = drawn.path.read_text(encoding="utf-8")
    compact = files.compact_svg(text)
    assert "0.12345 & <µs> #1 50%" in words(compact) and words(compact) == words(text)
    assert len(compact) < 0.7 * len(text) and "\n" not in compact


def test_coordinates_move_by_less_than_a_hundredth_of_a_point_and_scales_do_not():
    tag = '<path transform="scale(0.015625)"/><path d="M 1.23999 -0.00999 L 3 4" style="font: 7px \'DejaVu Sans\'"/>'
    told = "<path transform='scale(0.015625)'/><path d='M1.23 -0.00 3 4' style='font:7px DejaVu Sans'/>"
    assert files.compact_svg(tag) == told


def test_only_lines_after_points_and_lines_go_without_their_letter():
    assert files.compact_path("M 0 9.5 L 4 9 L 4 0 z ") == "M0 9.5 4 9 4 0z"
    assert files.compact_path("M 1 2 C 1 2 3 4 5 6 L 7 8 M 3 4 ") == "M1 2C1 2 3 4 5 6L7 8M3 4"


def test_an_address_can_stand_in_an_attribute_and_be_read_back(drawn):
    for uri, text in (
        (drawn.images[0][0], files.compact_svg(drawn.path.read_text(encoding="utf-8"))),
        (drawn.table, 'a,b\n1,"x, y"\n'),
    ):
        assert not set(uri) & set('"<>&#\n')
        assert unquote(uri.partition(",")[2]) == text


def test_a_style_that_stands_there_often_is_written_once():
    often, seldom = '<path style="fill: none"/>', '<path style="fill: red"/>'
    told = files.compact_svg(f'<svg width="1pt">{5 * often}{seldom}</svg>')
    assert told.startswith("<svg width='1pt'><style>.c0{fill:none}</style><path class='c0'/>")
    assert told.count("class='c0'") == 5 and told.count("fill:none") == 1 and "<path style='fill:red'/>" in told


def test_groups_that_say_nothing_are_left_out_and_all_others_end():
    groups = '<g id="a"><g id="b" clip-path="url(#c)"><path d="M 0 0"/></g><g id="empty"/></g>'
    text = f"<svg>{groups} <text> a  b </text></svg>"
    assert files.compact_svg(text) == "<svg><g clip-path='url(#c)'><path d='M0 0'/></g><text> a b </text></svg>"
