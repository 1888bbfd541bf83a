"""Why a decision could not be carried out. Each message says what was wrong and what to do."""


class CannotDecide(Exception):
    """Base of all refusals; nothing has been changed when one is raised."""


class SlugTaken(CannotDecide):
    """The slug already leads to another record, and addresses are never given away again."""


class StillReferredTo(CannotDecide):
    """Published records rest on the one that is to go."""


class ClaimElsewhere(CannotDecide):
    """A claim stands in two published contacts, and it can be about one only."""
