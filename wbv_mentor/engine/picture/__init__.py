"""A path as a drawing: pure geometry, without colours."""
