"""What a company sees and does with a mailed link: no account, one question, nothing behind it."""
