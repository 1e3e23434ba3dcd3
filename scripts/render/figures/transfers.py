"""The figure of the channels: a payload from one process to another, against its size."""

from __future__ import annotations

from render.figures import captions, lines
from render.figures.data import Data
from render.figures.style import CONTEXT, Drawn, axis_labels, direct_labels, panels, same_heights, size_axis
from support.units import format_seconds, version_key

REFERENCE = "via_shared_memory"
# Words of the channels' names, so that a new one finds its panel by its name.
CHANNELS = {
    "memory": ("shared_memory", "memcpy", "handover"),
    "files": ("file",),
    "sockets": ("socket",),
    "pipes and servers": ("pipe", "queue", "manager"),
}


def transfer(data: Data) -> Drawn | None:
    """From one process to another against the size, one panel a family of channels; grey: through shared memory."""
    rows = data.transfers[(data.transfers["operation"] == "transfer") & data.transfers["seconds"].notna()]
    rows = rows[rows["payload"] == "blob"]
    if rows.empty:
        return None
    rows = rows[rows["interpreter"] == max(rows["interpreter"], key=version_key)]
    names = sorted(rows["backend"].unique())
    families = {
        family: [name for name in names if any(one in name for one in words)] for family, words in CHANNELS.items()
    }
    families["others"] = [name for name in names if not any(name in members for members in families.values())]
    families = {family: members for family, members in families.items() if members}
    figure, axes = panels(list(families), columns=3 if len(families) % 4 else 2, height=1.7)
    drawn = list(zip(axes, families.items()))
    for axis, (family, members) in drawn:
        axis.set_title(family)
        reference = rows[rows["backend"] == REFERENCE].sort_values("size_bytes", kind="stable")
        axis.plot(reference["size_bytes"], reference["seconds"], color=CONTEXT, linewidth=2.5)
        for place, name in enumerate(members):
            lines.one_line(
                axis,
                rows[rows["backend"] == name].sort_values("size_bytes", kind="stable"),
                "size_bytes",
                lines.line_style(place),
            )
        size_axis(axis, sorted(rows["size_bytes"].unique()))
    same_heights([axis for axis, _ in drawn], format_seconds)
    for axis, (_, members) in drawn:
        ends = [
            (rows[rows["backend"] == name].sort_values("size_bytes", kind="stable")["seconds"].iloc[-1], name)
            for name in members
        ]
        direct_labels(
            axis,
            [
                (height, name.removeprefix("via_").replace("_", " "), lines.line_style(members.index(name))["color"])
                for height, name in ends
            ],
        )
    axis_labels(figure, "size of the payload", "time a round")
    channels = data.verdicts["run"]["channels"]
    finding = captions.fastest_channel(rows, [name for name, facts in channels.items() if facts["carries"]])
    note = (
        "Across: the size; up: the time "
        "from the sender's call until the receiver has the whole payload and has said so. One object of bytes, Python "
        f"{rows['interpreter'].iloc[0]}. Grey: through shared memory. Memcpy copies within one process, handover only "
        "hands over nothing: the machine's own limits. Bands are 95% intervals over the blocks."
    )
    return Drawn(figure, rows[lines.KEPT], finding, note)
