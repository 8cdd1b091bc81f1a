"""Comparisons that anyone can run; each prints ratios within one run."""
