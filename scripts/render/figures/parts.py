"""A figure in parts, one a panel and one its key: a screen too narrow for the whole shows them one below the other."""

from __future__ import annotations

import copy
import re
from typing import Any
from xml.etree import ElementTree

from matplotlib.axes import Axes
from matplotlib.figure import Figure

KEY = "key"
POINTS = 72.0  # an inch
SVG = "{http://www.w3.org/2000/svg}"
REFERENCE = re.compile(r"#([\w-]+)")
ElementTree.register_namespace("", SVG[1:-1])
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def boxes(figure: Figure) -> dict[str, list[float]]:
    """Name of a part -> its left, top, width and height in points, and its group in the file gets that name.

    Panels keep the same margins, so that their axes stay in line. {} where there is one panel, or panels share an axis.
    """
    axes = [axis for axis in figure.axes if axis.get_visible()]
    if len(axes) < 2 or any(axis.get_shared_x_axes().get_siblings(axis) != [axis] for axis in axes):
        return {}
    height, scale = figure.bbox.height, POINTS / figure.dpi
    left, below, right, above = (max(some) for some in zip(*map(margins, axes), strict=True))
    found: dict[str, list[float]] = {}
    for legend in figure.legends:
        legend.set_gid(KEY)
        inside = legend.get_window_extent()
        found[KEY] = [inside.x0, height - inside.y1, inside.width, inside.height]
    for number, axis in enumerate(axes):
        axis.set_gid(f"panel_{number}")
        inside = axis.get_window_extent()
        wide, high = inside.width + left + right, inside.height + above + below
        found[f"panel_{number}"] = [inside.x0 - left, height - inside.y1 - above, wide, high]
    return {name: [round(value * scale, 1) for value in box] for name, box in found.items()}


def margins(axis: Axes) -> tuple[float, float, float, float]:
    """How far an axis's words go beyond it: to the left, below, to the right, above; in pixels."""
    inside, outside = axis.get_window_extent(), axis.get_tightbbox()
    if outside is None:
        return 0.0, 0.0, 0.0, 0.0
    return inside.x0 - outside.x0, inside.y0 - outside.y0, outside.x1 - inside.x1, outside.y1 - inside.y1


def cut(text: str, places: dict[str, list[float]]) -> dict[str, str]:
    """Name -> a figure's part as a file of its own, with what it refers to."""
    whole = ElementTree.fromstring(text)
    known = {one.get("id"): one for defs in whole.iter(f"{SVG}defs") for one in defs if one.get("id")}
    styles = [one for defs in whole.iter(f"{SVG}defs") for one in defs if one.tag == f"{SVG}style"]
    groups = {one.get("id"): one for one in whole.iter(f"{SVG}g")}
    return {name: part(groups[name], box, known, styles) for name, box in places.items()}


def part(group: Any, box: list[float], known: dict[str | None, Any], styles: list[Any]) -> str:
    """A group as a file: its definitions first, then what it draws."""
    left, top, wide, high = box
    frame = {"width": f"{wide:g}pt", "height": f"{high:g}pt", "viewBox": f"{left:g} {top:g} {wide:g} {high:g}"}
    root = ElementTree.Element(f"{SVG}svg", frame)
    drawn = copy.deepcopy(group)
    for parent in list(drawn.iter()):
        for defs in parent.findall(f"{SVG}defs"):
            parent.remove(defs)
    used = dict.fromkeys(
        name for one in drawn.iter() for value in one.attrib.values() for name in REFERENCE.findall(value)
    )
    ElementTree.SubElement(root, f"{SVG}defs").extend([*styles, *(known[name] for name in used if name in known)])
    root.append(drawn)
    return ElementTree.tostring(root, encoding="unicode")
