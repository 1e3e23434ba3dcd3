"""Yes/no checks of what the article says; in syntax that CPython 2.7 takes, so that every interpreter can be asked."""
