"""Runs a cell."""
