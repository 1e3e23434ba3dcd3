"""A figure's ids say nothing of the last digits of its coordinates."""

import io

import matplotlib.pyplot as plt

from render.figures import ids


def svg(shift):
    figure = plt.figure()
    figure.add_axes((0.1, 0.1, 0.8 + shift, 0.8)).plot([0.0, 1.0], "o-")
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    plt.close(figure)
    return text.getvalue()


def test_each_id_has_a_number_wherever_it_is_named():
    text = '<path id="m0123456789"/><use href="#m0123456789"/><g clip-path="url(#pabcdef0123)"><g id="patch_1"/>'
    assert ids.numbered(text) == '<path id="m0"/><use href="#m0"/><g clip-path="url(#p1)"><g id="patch_1"/>'


def test_coordinates_that_differ_in_their_last_digits_give_the_same_figure():
    with plt.rc_context({"svg.hashsalt": "a"}):
        one, other = svg(0.0), svg(1e-12)
    assert one != other  # else Matplotlib hashes no longer, and nothing has to be numbered
    assert ids.numbered(one) == ids.numbered(other)
