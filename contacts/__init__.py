"""The sourced record of contacts between Vladimir Putin and Donald Trump."""
