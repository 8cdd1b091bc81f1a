"""Rules and calculations by themselves: no database, no server."""
