"""A condition and its effect as one would say them: the operation on so much, and how many times faster or slower."""

from __future__ import annotations

from judge.model import Bound
from measure.contract.operations import ROLES
from measure.contract.payload import ENTRY_BYTES, ITEM_BYTES
from support import units

# operation -> what is done; {one} and {all} are of the payload
OPERATIONS = {
    "create": "creating {all}",
    "attach": "attaching to {all}",
    "read_item": "reading one of {all}",
    "read_item_fixed": "reading one of {all} at a fixed place",
    "write_item": "writing one of {all}",
    "write_item_fixed": "writing one of {all} at a fixed place",
    "increment": "adding one to one of {all}",
    "increment_locked": "adding one under the lock to one of {all}",
    "iterate": "iterating over {all}",
    "copy_out": "copying {all} out",
    "copy_in": "copying {all} in",
    "append": "appending to {all}",
    "length": "asking the length of {all}",
    "repr": "printing {all}",
    "sum": "adding {all} up",
    "first_create": "creating {all}, the first time",
    "first_attach": "attaching to {all}, the first time",
    "first_read": "reading one of {all}, the first time",
    "first_copy_out": "copying {all} out, the first time",
    "transfer": "handing over {all}",
    "read_1000_write_1": "1,000 reads and a write of {all}",
    "read_100_write_1": "100 reads and a write of {all}",
    "update_10_read_1": "10 updates and a read of {all}",
}


ALL = {"blob": "the bytes", "mapping": "all entries"}  # of a payload, where its size isn't said


def action(operation: str, payload: str, size: int | None, processes: int = 1) -> str:
    """Like "reading one of 8,192 ints (64 KiB)", "copying 1 MiB of bytes out"; with no size like "reading one int"."""
    if operation in ROLES:
        timed, writers = ROLES[operation]
        meanwhile = f" while {writers} of the processes write{'s' if writers == 1 else ''}"
        return action(timed, payload, size) + meanwhile + at_once(processes)
    text = OPERATIONS.get(operation, operation.replace("_", " "))
    if size is None:
        text = text.replace("one of {all}", "one int").format(all=ALL.get(payload, "all ints"))
    else:
        held = units.format_bytes(size)
        things = f"{held} of bytes" if payload == "blob" else ints(payload, size)
        text = text.format(all=things) + ("" if payload in ("blob", "mapping") else f" ({held})")
    return text + at_once(processes)


def at_once(processes: int) -> str:
    """How many processes do it, where it is more than one."""
    return f", {processes} processes at once" if processes > 1 else ""


def ints(payload: str, size: int) -> str:
    """How many of them `size` bytes of payload are: "8,192 ints", "4,096 ints by key"."""
    return f"{size // ENTRY_BYTES:,} ints by key" if payload == "mapping" else f"{size // ITEM_BYTES:,} ints"


def factor(value: float) -> str:
    """A factor with as many digits as anybody needs: 1.04, 9.7, 21, 15,800."""
    if value >= 100:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}" if value >= 2 else f"{value:.3g}"


def multiple(value: float) -> str:
    """How many times as large, a known number: "16,384 times"."""
    return f"{value:,.0f} times"


def between(low: float, high: float, bound: Bound) -> str:
    """An interval in brackets; nothing where an end is open, which the words say."""
    return "" if bound else f" [{factor(low)}, {factor(high)}]"


def times(estimate: float, low: float, high: float, bound: Bound) -> str:
    """Like "20 times [18, 23]", "at least 900 times"."""
    told = {"": estimate, "at least": low, "at most": high}[bound]
    return " ".join(filter(None, [bound, f"{factor(told)} times{between(low, high, bound)}"]))


def compared(estimate: float, low: float, high: float, bound: Bound, than: str) -> str:
    """Seconds of `than` over those of the other, in words: how many times faster, or slower, the other is."""
    if estimate >= 1:
        words = "faster" if low > 1 else "the speed"
        return f"{times(estimate, low, high, bound)} {words}{of(words, than)}"
    mirrored: Bound = {"at least": "at most", "at most": "at least"}.get(bound, "")  # type: ignore[assignment]
    turned = 1 / estimate, 1 / high if high else float("nan"), 1 / low if low else float("nan")
    words = "slower" if high < 1 else "the time"
    return f"{times(*turned, mirrored)} {words}{of(words, than)}"


def of(words: str, than: str) -> str:
    """The other side of a comparison: than a Manager, or of a Manager; than by pipe, or of that by pipe."""
    if not words.startswith("the"):
        return f" than {than}" if than else ""
    return f" of {'that ' if than.startswith('by ') else ''}{than}" if than else ""
