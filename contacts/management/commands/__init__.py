"""The operators' door: each command parses its arguments and calls an action or the record."""
