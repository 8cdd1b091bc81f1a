"""What takes too long for the test suite; script/torture runs it, docs/torture.md keeps what came out."""
