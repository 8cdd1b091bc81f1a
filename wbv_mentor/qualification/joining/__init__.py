"""How people come: their own application, paper and CSV on their behalf, review, waiting list, seats."""
