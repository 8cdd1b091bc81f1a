"""How an employee becomes a mentor, and the register of those who may accompany."""
