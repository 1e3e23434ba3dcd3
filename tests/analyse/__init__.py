"""Tests of the judging half, on synthetic tables with a known truth."""
