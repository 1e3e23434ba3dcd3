"""Verdicts and tables to figures, page and paper; nothing is judged here."""
