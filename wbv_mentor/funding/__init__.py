"""The funding catalogue, what was found for a case, and applications."""
