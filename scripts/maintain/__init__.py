"""What keeps the repository current: third-party libraries, quoted numbers, the font."""
