"""Full text as the timeline asks it."""

from django.contrib.postgres.search import SearchQuery

from contacts.record.projection import fold_letters
from contacts.record.readmodel import SEARCH_CONFIG, PublishedContact


def words_query(words: str) -> SearchQuery:
    """Return the full-text query for words as a reader types them: quotes, `or` and a leading minus are understood."""
    return SearchQuery(fold_letters(words), config=SEARCH_CONFIG, search_type="websearch")


def contact_ids(words: str, *, limit: int) -> list[str]:
    """Return the ids of at most `limit` contacts that the words find, in no order. Queries: 1."""
    return list(PublishedContact.objects.filter(search=words_query(words)).values_list("record_id", flat=True)[:limit])
