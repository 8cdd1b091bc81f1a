"""Accounts, roles, sessions and mailed links."""
