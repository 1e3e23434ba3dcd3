"""What is said of a claim: its line, its sentence, and the words for conditions and effects."""
