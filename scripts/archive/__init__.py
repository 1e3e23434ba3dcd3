"""Archived runs: published, judged again, amended, compared, packed."""
