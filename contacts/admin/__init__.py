"""The editors' door: plain forms over the workshop, and buttons for what `contacts.actions` decides.

Promises: a list or a form costs the same number of queries for one row as for many; a decision is a POST by somebody
who may change the row; a refused decision changes nothing and says why.
"""

from django.contrib import admin

from contacts.admin import claim, contact, edition, origin, person, place, publisher, report, submission, topic

__all__ = ["claim", "contact", "edition", "origin", "person", "place", "publisher", "report", "submission", "topic"]

admin.site.site_header = admin.site.site_title = "Putin–Trump contacts — desk"
admin.site.index_title = "The desk"
