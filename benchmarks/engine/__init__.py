"""How long a persisted step takes, beside raw SQLite and other engines; `script/bench engine` runs it."""
