"""A small sealed journal, and everything that somebody with all rights on the database could do to it."""
