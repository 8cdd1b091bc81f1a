"""Cohorts: who learns together, when and where, and the curriculum as it stood when they began."""
