"""Companies, their mail domains, and later their contacts and confirmations."""
