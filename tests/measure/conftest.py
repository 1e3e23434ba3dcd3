"""Marks tests of the measuring half, which are plain unittest and can't carry pytest's marks themselves."""

from pathlib import Path

import pytest

EVERY_CONTENDER = (
    "test_backends.py",
    "test_channels.py",
    "test_controls.py",
    "contract/test_libraries.py",
)  # each in cells of its own

FILLS_MEMORY = "test_largest_payload.py"


def pytest_collection_modifyitems(items):
    slow = [Path(__file__).parent / name for name in EVERY_CONTENDER]
    for item in items:
        if item.path in slow:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.contenders)
        if item.path == Path(__file__).parent / FILLS_MEMORY:
            item.add_marker(pytest.mark.alone)
