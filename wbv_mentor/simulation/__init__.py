"""A path tried out: the same engine and the same use cases, on a clock and in a database of their own."""
