"""A source line as a timed loop: the only place that calls exec."""

import itertools

# The loop's own cost (some 15 ns an item) is part of every figure, the unshared list's too.
TEMPLATE = """
def timed(view, data, value, lock, draw, loops, clock):
    result = i = None
    started = clock()
    for {target} in {source}:
        {body}
    return started, clock(), i, value, result
"""
SOURCES = {"item": ("i", "islice(draw, loops)"), "whole": ("_", "repeat(None, loops)")}
# The same line again, outside any timer, so that each of its values can be looked at.
CHECKED = """
def checked(view, lock, positions):
    for i in positions:
        {body}
        yield i, value
"""


def compile_checked(line, names):
    """`line` as a generator checked(view, lock, positions) of (position, value)."""
    namespace = dict(names)
    exec(compile(CHECKED.format(body=line.replace("\n", "\n        ")), "<checked>", "exec"), namespace)
    return namespace["checked"]


def compile_line(line, kind, names=None):
    """`line` as a function timed(view, data, value, lock, draw, loops, clock).

    It returns the clock before and after, and the last i, value and result. `names` are the globals the line sees.
    """
    target, source = SOURCES[kind]
    body = line.replace("\n", "\n        ")
    namespace = dict(names or {}, islice=itertools.islice, repeat=itertools.repeat)
    exec(compile(TEMPLATE.format(target=target, source=source, body=body), "<timed>", "exec"), namespace)
    return namespace["timed"]
