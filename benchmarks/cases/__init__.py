"""What a page costs with few and with many cases."""
