"""People who walk cases and applications at random through what the house can do, and what must hold then."""
