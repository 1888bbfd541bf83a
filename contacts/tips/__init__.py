"""The readers' door: a form for corrections and tips, and the private page that tells a sender what came of one.

The one public room that writes to the workshop, and to nothing in it but tips. Promises: a tip publishes nothing, and no
answer of the site holds what a tip says, its sender's private page included; what a reader typed is shown again whenever
the form could not be taken; no page of this room is kept by anybody.
"""
