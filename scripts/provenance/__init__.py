"""Facts about a run and its machine, written once when it starts."""
