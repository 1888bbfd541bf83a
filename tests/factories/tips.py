"""What readers send."""

import factory

from contacts.models import Tip
from contacts.tips.guard import text_hash
from contacts.tips.stamp import hash_of


class TipFactory(factory.django.DjangoModelFactory):
    """A tip that was just received and is about no page of the record."""

    class Meta:
        model = Tip

    link_hash = factory.Sequence(lambda number: hash_of(f"token {number}"))
    kind = "wrong"
    text = factory.Sequence("The call lasted {} minutes.".format)
    text_hash = factory.LazyAttribute(lambda row: text_hash(row.text))
