"""An instance filled with invented people, by the real use cases on a moving clock."""
