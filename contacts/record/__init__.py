"""The published record: an append-only log of editions and what is read from it."""
