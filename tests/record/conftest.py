"""What the tests of the record share."""

from collections.abc import Iterator

import pytest

from contacts.record.dump import differences, dump_files, replay_files
from contacts.record.edition import Edition, Head


@pytest.fixture
def log_stays_whole(db: None) -> Iterator[None]:
    """Afterwards: no hole in the log, replay equals dump, the read model follows."""
    yield
    assert list(Edition.objects.values_list("seq", flat=True)) == list(range(1, Head.current().seq + 1))
    assert replay_files() == dump_files()
    assert differences() == []
