"""Which two stated values of one property cannot both hold."""

from itertools import permutations

import pytest

from contacts.record.agreement import disagree
from contacts.vocabulary import Property


def minutes(number, qualifier="exactly"):
    return {"minutes": number, "qualifier": qualifier}


def at(moment):
    return {"date": "2017-11-21", "time": "", "zone": "UTC", "utc": f"2017-11-21T{moment}:00+00:00"}


# property, values, whether they exclude one another
CASES = [
    ("duration", [minutes(60), minutes(60)], False),
    ("duration", [minutes(60), minutes(61)], False),
    ("duration", [minutes(60), minutes(70)], True),
    ("duration", [minutes(60), minutes(65, "about")], False),
    ("duration", [minutes(60), minutes(90, "about")], True),
    ("duration", [minutes(60, "over"), minutes(75)], False),
    ("duration", [minutes(60, "over"), minutes(90, "almost")], True),
    ("duration", [minutes(60, "over"), minutes(60, "about")], False),
    ("duration", [minutes(60, "over"), minutes(55)], True),
    ("duration", [minutes(60, "almost"), minutes(60)], False),
    ("duration", [minutes(60, "almost"), minutes(62)], True),
    ("duration", [minutes(150, "about"), minutes(145), minutes(75)], True),
    ("date", [{"date": "2017-11-21"}, {"date": "2017-11-21"}], False),
    ("date", [{"date": "2017-11-21"}, {"date": "2017-11"}], False),
    ("date", [{"date": "2017-11-21"}, {"date": "2017-11-22"}], True),
    ("date", [{"date": "2017"}, {"date": "2018-01-01"}], True),
    ("date", [{"date": "2017/2021"}, {"date": "2019~"}], False),
    ("date", [{"date": "2017-24"}, {"date": "2018-02-28"}], False),
    ("clock-time", [at("17:30"), at("17:30")], False),
    ("clock-time", [at("17:30"), at("18:00")], False),
    ("clock-time", [at("17:30"), at("18:01")], True),
    ("initiator", [{"initiator": "russia"}, {"initiator": "russia"}], False),
    ("initiator", [{"initiator": "russia"}, {"initiator": "united-states"}], True),
    ("initiator", [{"initiator": "both"}, {"initiator": "united-states"}], True),
    ("kind", [{"kind": "call"}, {"kind": "video-call"}], True),
    ("place", [{"place": {"id": "a", "country": "FI"}}, {"place": {"id": "b", "country": "FI"}}], False),
    ("place", [{"place": {"id": "a", "country": "FI"}}, {"place": {"id": "b", "country": "DE"}}], True),
    ("participant", [{"participant": {"id": "a"}}, {"participant": {"id": "b"}}], False),
    ("outcome", [{"text": "agreed"}, {"text": "did not agree"}], False),
    ("quote", [{"text": "great"}, {"text": "bad"}], False),
    ("denial", [{}, {}], False),
]


@pytest.mark.parametrize(("name", "values", "apart"), CASES)
def test_disagree(name, values, apart):
    assert all(disagree(name, list(order)) is apart for order in permutations(values))


@pytest.mark.parametrize("name", Property.values)
def test_one_value_or_none_is_never_a_disagreement(name):
    values = [*minutes(60).items(), *at("17:30").items(), ("initiator", "russia"), ("kind", "call"), ("place", {"country": "FI"})]
    assert not disagree(name, [])
    assert not disagree(name, [dict(values)])
