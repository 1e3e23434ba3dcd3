"""A raw file has its name when it is whole, and only the columns of the record."""

import csv
import os
import tempfile
import unittest

from measure.record.writer import Writer


class WriterTest(unittest.TestCase):
    def test_the_file_gets_its_name_when_it_is_whole(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.csv")
            writer = Writer(path, {"cell": "c"})
            writer.row(operation="read_item", reason="two\nlines")
            self.assertFalse(os.path.exists(path))
            writer.close()
            with open(path, encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            self.assertEqual(os.listdir(folder), ["x.csv"])
        self.assertEqual((rows[0]["cell"], rows[0]["reason"]), ("c", "two lines"))

    def test_a_column_that_the_record_does_not_know_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            writer = Writer(os.path.join(folder, "x.csv"))
            with self.assertRaises(ValueError):
                writer.row(colour="red")
            writer.file.close()
