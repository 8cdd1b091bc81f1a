"""How a path is walked: how many stand where, how long they stay, and the slowest way. Figures, no names."""
