"""What is written down, in which columns, and how it gets into a file."""
