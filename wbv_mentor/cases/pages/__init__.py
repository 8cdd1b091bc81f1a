"""The pages of a case for its mentor and the coordination."""
