"""A source line as a timed loop: the only place that calls exec."""

from __future__ import annotations

import itertools

from measure.hints import Any, Callable

# The loop's own cost (some 15 ns an item) is part of every figure, the unshared list's too.
TEMPLATE = """
def timed(view, data, value, lock, draw, loops, clock, held=()):
    result, i = held.pop() if held else None, None
    started = clock()
    for {target} in {source}:
        {body}
    return started, clock(), i, value, result
"""
SOURCES = {"item": ("i", "islice(draw, loops)"), "whole": ("_", "repeat(None, loops)")}
# Several lines, each so many times a turn. What is written is the value that came with the call, not what was read.
MIX = """
def timed(view, data, value, lock, draw, loops, clock, held=()):
    i, tag = None, value
    started = clock()
    for _ in repeat(None, loops):{body}
    return started, clock(), i, tag, None
"""
PART = """
        for {target} in {source}:
            {line}"""
PARTS = {"read": ("i", "islice(draw, {})"), "write": ("i, value", "islice(zip(writes, repeat(tag)), {})")}
# The same line again, outside any timer, so that each of its values can be looked at.
CHECKED = """
def checked(view, lock, positions):
    for i in positions:
        {body}
        yield i, value
"""
# The line with a value of its own for each position.
WRITTEN = """
def written(view, lock, pairs):
    for i, value in pairs:
        {body}
"""


def compile_function(source: Any, name: str, names: dict[str, Any]) -> Callable[..., Any]:
    """The function `name` of `source`, which sees `names` as its globals."""
    namespace = dict(names)
    exec(compile(source, f"<{name}>", "exec"), namespace)
    return namespace[name]


def indented(line: str, spaces: Any) -> str:
    """A line of source whose further lines stand as deep as its first one will."""
    return line.replace("\n", "\n" + " " * spaces)


def compile_mix(parts: list[tuple[str, str, int]], names: dict[str, Any]) -> Callable[..., Any]:
    """Lines as one function like that of `compile_line`.

    Parameters
    ----------
    parts : (kind, line, count) of each: its kind is read, write, or anything else for a line without a position
    names : the globals that the lines see; `writes` are the positions that are written to
    """
    body = ""
    for kind, line, count in parts:
        target, source = PARTS.get(kind, ("_", "repeat(None, {})"))
        body += PART.format(target=target, source=source.format(count), line=indented(line, 12))
    wanted = dict(names, islice=itertools.islice, repeat=itertools.repeat)
    return compile_function(MIX.format(body=body), "timed", wanted)


def compile_checked(line: str, names: dict[str, Any]) -> Callable[..., Any]:
    """`line` as a generator checked(view, lock, positions) of (position, value)."""
    return compile_function(CHECKED.format(body=indented(line, 8)), "checked", names)


def compile_write(line: str, names: dict[str, Any]) -> Callable[..., Any]:
    """`line` as a function written(view, lock, pairs) that runs it once for each (position, value)."""
    return compile_function(WRITTEN.format(body=indented(line, 8)), "written", names)


def compile_line(line: str, kind: str, names: dict[str, Any] | None = None) -> Callable[..., Any]:
    """`line` as a function timed(view, data, value, lock, draw, loops, clock, held).

    It returns the clock before and after, and the last i, value and result. `names` are the globals the line sees.
    `held` is a list of the last result, or empty: that result is let go when the line makes the next one, as within a
    batch. Let go before, a copy that is a batch of its own would find the memory of the last one free: in 3.8 the
    copies of 1 MiB of ints took 2.4 ms then, 1.5 ms a few batches later, and 2.6 ms throughout two at a time.
    """
    target, source = SOURCES[kind]
    text = TEMPLATE.format(target=target, source=source, body=indented(line, 8))
    return compile_function(text, "timed", dict(names or {}, islice=itertools.islice, repeat=itertools.repeat))
