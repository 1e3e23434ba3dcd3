"""What the operating system tells and does."""
