"""No process of a cell imports typing: its names come from measure.hints."""

import glob
import os
import unittest

from measure import hints


class HintsTest(unittest.TestCase):
    def test_nothing_else_imports_typing(self):
        folder = os.path.dirname(os.path.abspath(hints.__file__))
        importing = []
        for path in glob.glob(os.path.join(folder, "**", "*.py"), recursive=True):
            with open(path, encoding="utf-8") as file:
                if any(line.strip().startswith(("import typing", "from typing")) for line in file):
                    importing.append(os.path.basename(path))
        self.assertEqual(importing, ["hints.py"])
