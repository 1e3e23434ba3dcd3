"""Intervals and effect sizes; nothing here knows of claims or tables."""
