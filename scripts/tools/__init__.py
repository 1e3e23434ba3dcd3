"""What `make` offers beside the workflow: archive, judge again, quote, crosscheck, scale."""
