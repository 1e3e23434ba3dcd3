"""Yes/no questions, each asked in a fresh process: does it work as the article says, and what does harm."""
