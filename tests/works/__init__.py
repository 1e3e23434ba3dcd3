"""Tests of the checks of what works."""
