"""What the machine proposes: fetch → extract → match → suggest, plain functions of plain data.

Nothing in here decides or publishes: a suggestion waits at the desk for a person.
"""
