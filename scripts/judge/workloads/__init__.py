"""What to use for a job: the cost of an object's life in each mechanism, and which to choose."""
