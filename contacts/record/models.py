"""Where Django looks for the record's tables."""

from contacts.record.edition import Edition, Head
from contacts.record.readmodel import Address, Entry, PublishedClaim, PublishedContact, PublishedReport

__all__ = ["Address", "Edition", "Entry", "Head", "PublishedClaim", "PublishedContact", "PublishedReport"]
