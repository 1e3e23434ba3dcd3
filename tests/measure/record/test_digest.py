"""A cell is measured again when its settings, its backend or any file of the harness changes, and not for another's."""

import os
import shutil
import tempfile
import unittest

from measure.contract import discovery
from measure.record import digest


class Digest(unittest.TestCase):
    def test_it_follows_settings_and_the_backend(self):
        path = discovery.find("shared_memory")
        self.assertEqual(digest.digest({"a": 1}, path), digest.digest({"a": 1}, path))
        self.assertNotEqual(digest.digest({"a": 1}, path), digest.digest({"a": 2}, path))
        self.assertNotEqual(digest.digest({"a": 1}, path), digest.digest({"a": 1}, discovery.find("local_list")))

    def test_it_follows_a_file_of_each_folder_of_the_harness(self):
        folders = {os.path.dirname(path) for path in digest.sources()}
        self.assertGreater(len(folders), 6)
        for folder in folders:
            self.assertTrue(self.changes(os.path.relpath(folder, digest.MEASURE), "__init__.py"), folder)

    def test_another_contender_changes_nothing(self):
        for folder in digest.CONTENDERS:
            self.assertFalse(self.changes(folder, "__init__.py"), folder)

    def changes(self, folder, name):
        """Whether the digest of a copy of the sources changes with a file of it."""
        with tempfile.TemporaryDirectory() as top:
            copy = os.path.join(top, "measure")
            shutil.copytree(digest.MEASURE, copy, ignore=shutil.ignore_patterns("__pycache__"))
            path = discovery.find("shared_memory")
            before = digest.digest({}, path, copy)
            with open(os.path.join(copy, folder, name), "a", encoding="utf-8") as file:
                file.write("\n")
            return digest.digest({}, path, copy) != before
