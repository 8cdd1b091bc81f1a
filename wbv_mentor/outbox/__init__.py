"""Mail and other outgoing work that survives a crash: a row first, the sending afterwards."""
