"""The editors' door: plain forms over the workshop, and buttons for what `contacts.actions` decides.

Promises: a list or a form costs the same number of queries for one row as for many; a decision is a POST by somebody
whose role allows it (`contacts.actions.rights`); a refused decision changes nothing and says why.
"""

from contacts.admin import account, bulkchange, claim, contact, edition, origin, person, place, publisher, report, submission, tip, topic

__all__ = [
    "account",
    "bulkchange",
    "claim",
    "contact",
    "edition",
    "origin",
    "person",
    "place",
    "publisher",
    "report",
    "submission",
    "tip",
    "topic",
]
