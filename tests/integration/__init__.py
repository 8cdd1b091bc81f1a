"""Use cases, pages and jobs on real databases: every test runs on SQLite and on PostgreSQL."""
