"""The judging half: from raw cells to verdicts, figures and the report, under the workflow's own Python."""
