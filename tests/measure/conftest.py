"""Which tests of the measuring half are slow: they are plain unittest, and can't carry pytest's marks themselves."""

from pathlib import Path

import pytest

SLOW = (
    "test_backends.py",
    "test_channels.py",
    "test_controls.py",
    "contract/test_libraries.py",
)  # every contender, in cells of its own


def pytest_collection_modifyitems(items):
    slow = [Path(__file__).parent / name for name in SLOW]
    for item in items:
        if item.path in slow:
            item.add_marker(pytest.mark.slow)
