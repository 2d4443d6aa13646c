"""Other programs' lists of pages, read as targets: what could be carried over, and what not."""
