"""The start page: what is due for me, and the public one."""
