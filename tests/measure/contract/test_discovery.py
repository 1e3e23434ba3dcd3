"""A file that can't be imported is named, and keeps nobody else from being measured."""

import os
import tempfile
import unittest

from measure.contract import discovery
from measure.contract.cell import Cell
from measure.contract.operations import reason_declined

BROKEN = {
    "syntax": ("class Backend(:\n", "SyntaxError"),
    "import": ("import no_such_module_anywhere\n", "ModuleNotFoundError: No module named"),
    "no class": ("Contender = 1\n", "AttributeError"),
    "an error": ("raise RuntimeError('not\\ntoday')\n", "RuntimeError: not today"),
}


class BrokenTest(unittest.TestCase):
    def file(self, name, text):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = os.path.join(folder.name, name.replace(" ", "_") + "_broken.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def test_it_is_named_each_time_with_what_is_wrong(self):
        for name, (text, words) in BROKEN.items():
            path = self.file(name, text)
            for _ in range(2):
                with self.subTest(name), self.assertRaises(discovery.Broken) as caught:
                    discovery.load(path)
                self.assertIn(os.path.basename(path) + ": can't be imported: " + words, str(caught.exception))
                self.assertNotIn("\n", str(caught.exception))

    def test_its_stand_in_declines_every_cell_with_that_reason(self):
        stand_in = discovery.load_or_stand_in(self.file("syntax", "class Backend(:\n"))
        for payload in ("items", "blob"):
            reason = reason_declined(stand_in, Cell("x", payload, 8, 1, (3, 13), "spawn"))
            self.assertIn("can't be imported: SyntaxError", reason)

    def test_who_can_be_imported_has_none(self):
        path = discovery.find("shared_memory")
        self.assertIs(discovery.load_or_stand_in(path), discovery.load(path))

    def test_a_verb_that_a_file_lacks_is_named(self):
        stand_in = discovery.load_or_stand_in(self.file("import", "import no_such_module_anywhere\n"))
        with self.assertRaisesRegex(NotImplementedError, r"a subclass has to have create\(\)"):
            stand_in(None, "x", None).create([])
