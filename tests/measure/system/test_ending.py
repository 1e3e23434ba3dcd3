"""The first error is the one that is told, and every step is taken."""

import contextlib
import io
import unittest

from measure.system.ending import Ending, quietly


def failing(words):
    def step():
        raise ValueError(words)

    return step


class EndingTest(unittest.TestCase):
    def ended(self, *steps, block=lambda: None):
        """(the error that came out of it, what was told on stderr)."""
        told = io.StringIO()
        with contextlib.redirect_stderr(told):
            try:
                with Ending(*steps):
                    block()
            except ValueError as error:
                return str(error), told.getvalue()
        return None, told.getvalue()

    def test_what_failed_first_is_raised_and_all_steps_are_taken(self):
        taken = []
        steps = [failing("later"), lambda: taken.append(1), failing("last"), lambda: taken.append(2)]
        error, told = self.ended(*steps, block=failing("first"))
        self.assertEqual((error, taken), ("first", [1, 2]))
        self.assertIn("while ending: ValueError: later", told)
        self.assertIn("while ending: ValueError: last", told)

    def test_after_a_good_block_the_first_step_that_fails_is_raised(self):
        error, told = self.ended(failing("one"), failing("two"))
        self.assertEqual(error, "one")
        self.assertEqual(told, "while ending: ValueError: two\n")

    def test_nothing_is_told_when_all_goes_well(self):
        self.assertEqual(self.ended(lambda: None), (None, ""))

    def test_quietly_only_tells(self):
        told = io.StringIO()
        with contextlib.redirect_stderr(told):
            quietly(failing("x"))
        self.assertEqual(told.getvalue(), "while ending: ValueError: x\n")
