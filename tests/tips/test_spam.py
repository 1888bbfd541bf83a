"""What holds off floods and spam, and that a person who meets it loses nothing and learns what to do."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client, RequestFactory
from django.utils import timezone

from contacts.models import Tip
from contacts.tips import guard, stamp
from contacts.tips.guard import sender_of
from tests.factories import ContactFactory
from tests.pages.reading import page
from tests.tips.sending import FORM, READING, TEXT, fields_of, opened, refusal, send, sent

pytestmark = pytest.mark.django_db


class TestPrograms:
    def test_field_that_readers_do_not_see_is_a_trap_that_can_be_left(self, client):
        trap = page(client.get(FORM)).one("div", class_="tip-trap")
        assert trap.one("label").text == "Leave this field empty"
        start = timezone.now()
        response = send(client, at=start, homepage="https://spam.example")
        assert (response.status_code, Tip.objects.count()) == (422, 0)
        assert "A field that readers do not see" in refusal(response)
        again = fields_of(page(response))
        assert (again["homepage"], again["text"]) == ("", TEXT)
        sent(client, fields=again, at=start + READING)

    @pytest.mark.parametrize(("seconds", "status"), [(0, 422), (3.9, 422), (4.1, 303)])
    def test_nobody_writes_that_fast(self, client, seconds, status):
        response = send(client, after=timedelta(seconds=seconds))
        assert response.status_code == status
        if status == 422:
            assert "faster than anybody writes" in refusal(response)
            sent(client, fields=fields_of(page(response)))

    def test_form_of_yesterday_is_renewed(self, client):
        start = timezone.now()
        response = send(client, at=start, after=timedelta(hours=25))
        assert "open for more than a day" in refusal(response)
        sent(client, fields=fields_of(page(response)), at=start + timedelta(hours=25), after=timedelta(0))

    @pytest.mark.parametrize("mark", ["", "rubbish", "a:b:c", "\x00", "a nonce alone"])
    def test_stamp_is_ours_or_there_is_none(self, client, mark):
        mark = stamp.fresh().nonce if mark == "a nonce alone" else mark
        fields = opened(client)
        start = timezone.now()
        response = send(client, {**fields, "stamp": mark}, at=start)
        assert "not opened on this site" in refusal(response)
        again = fields_of(page(response))
        assert "faster than anybody writes" in refusal(send(client, again, at=start + READING, after=timedelta(0)))  # it is a new one
        assert not Tip.objects.exists()

    def test_stamp_of_another_installation_will_not_do(self, client, settings):
        fields = opened(client)
        settings.SECRET_KEY = "another"
        assert "not opened on this site" in refusal(send(client, fields))

    @pytest.mark.parametrize(("links", "status"), [(3, 303), (4, 422)])
    def test_links_in_the_text_are_counted(self, client, links, status):
        kinds = ["http://a.example", "www.b.example", "[url=HTTPS://c.example]", "<a href='https://d.example'>"]
        text = " ".join([TEXT, *kinds[:links]])
        response = send(client, text=text)
        assert response.status_code == status
        if status == 422:
            assert "The text holds 4 links; 3 are allowed." in refusal(response)
            assert fields_of(page(response))["text"] == text


class TestSameText:
    def test_text_is_taken_once_about_a_record(self, client):
        row = ContactFactory(published=True)
        sent(client, about=row.public_id)
        response = send(client, about=row.public_id, text=f" {TEXT.upper()}\n ")
        assert "The editors have this very text already" in refusal(response)
        assert fields_of(page(response))["about"] == row.public_id
        assert Tip.objects.count() == 1
        sent(client, about=row.public_id, text=f"{TEXT} The Kremlin said so.")

    def test_text_is_taken_about_few_records(self, client):
        rows = ContactFactory.create_batch(4, published=True)
        for row in rows[:3]:
            sent(client, about=row.public_id)
        assert "this very text already" in refusal(send(client, about=rows[3].public_id))

    def test_text_of_last_year_may_come_again(self, client):
        sent(client)
        Tip.objects.update(received_at=timezone.now() - timedelta(days=guard.SAME_TEXT_DAYS))
        sent(client)

    def test_whoever_sends_it(self):
        sent(Client(REMOTE_ADDR="192.0.2.1"))
        assert "this very text already" in refusal(send(Client(REMOTE_ADDR="192.0.2.2")))


class TestSameForm:
    def test_form_sent_twice_is_one_tip(self, client):
        fields = opened(client)
        first, again = send(client, fields), send(client, fields)
        assert first["Location"] == again["Location"]
        assert Tip.objects.count() == 1
        assert Tip.objects.get().steps.count() == 1

    def test_second_message_in_the_same_form_is_another_tip_once_sent_again(self, client):
        fields = opened(client)
        start = timezone.now()
        first = send(client, fields, at=start)
        response = send(client, fields, text="And the date is wrong.", at=start)
        assert "You sent something with this form already" in refusal(response)
        assert Tip.objects.get().text == TEXT
        again = fields_of(page(response))
        assert again["text"] == "And the date is wrong."
        second = send(client, again, at=start + READING, after=timedelta(0))
        assert (second.status_code, Tip.objects.count()) == (303, 2)
        assert second["Location"] != first["Location"]


class TestLimits:
    def flood(self, client, number, at):
        for one in range(number):
            sent(client, text=f"{TEXT} {Tip.objects.count()} {one}", at=at)

    def test_hour(self, client, settings):
        settings.TIPS_PER_HOUR = 3
        start = timezone.now()
        self.flood(client, 3, start)
        response = send(client, text="One more thing is wrong.", at=start + timedelta(minutes=20))
        assert response.status_code == 429
        assert int(response["Retry-After"]) == 40 * 60 + 1
        assert "3 messages an hour can be sent from one connection. Keep this page open and send again in 41 minutes." in refusal(response)
        again = fields_of(page(response))
        assert (again["text"], Tip.objects.count()) == ("One more thing is wrong.", 3)
        sent(client, fields=again, at=start + timedelta(minutes=61))

    def test_day(self, client, settings):
        settings.TIPS_PER_HOUR, settings.TIPS_PER_DAY = 2, 4
        start = timezone.now()
        self.flood(client, 2, start)
        self.flood(client, 2, start + timedelta(hours=2))
        response = send(client, text="One more thing is wrong.", at=start + timedelta(hours=4))
        assert response.status_code == 429
        assert "4 messages a day" in refusal(response)
        assert "in 21 hours" in refusal(response)
        sent(client, text="One more thing is wrong.", at=start + timedelta(hours=25))

    def test_zero_is_no_limit(self, client, settings):
        settings.TIPS_PER_HOUR = settings.TIPS_PER_DAY = 0
        self.flood(client, 7, timezone.now())

    def test_others_may_send(self, settings):
        settings.TIPS_PER_HOUR = 1
        sent(Client(REMOTE_ADDR="192.0.2.1"))
        assert send(Client(REMOTE_ADDR="192.0.2.1"), text=f"{TEXT} 2").status_code == 429
        sent(Client(REMOTE_ADDR="192.0.2.2"), text=f"{TEXT} 2")

    def test_what_was_refused_does_not_count(self, client, settings):
        settings.TIPS_PER_HOUR = 1
        for _ in range(3):
            send(client, text="")
        sent(client)

    @pytest.mark.django_db(transaction=True)
    def test_flood_at_one_moment_is_counted(self, client, settings, monkeypatch):
        settings.TIPS_PER_HOUR = 2
        monkeypatch.setattr(guard, "LEAST_SECONDS", 0)
        forms = [opened(client) for _ in range(6)]
        statuses, gate = [], threading.Barrier(6)

        def post(number: int) -> None:
            try:
                gate.wait()
                fields = {**forms[number], "kind": "wrong", "text": f"{TEXT} {number}"}
                statuses.append(Client().post(FORM, fields).status_code)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=post, args=[number]) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses) == [303, 303, 429, 429, 429, 429]
        assert Tip.objects.count() == 2

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("networks", [1, 4])
    def test_form_sent_often_at_one_moment_is_one_tip(self, client, monkeypatch, networks):
        monkeypatch.setattr(guard, "LEAST_SECONDS", 0)
        fields = {**opened(client), "kind": "wrong", "text": TEXT}
        places, gate = [], threading.Barrier(4)

        def post(number: int) -> None:
            try:
                gate.wait()
                places.append(Client(REMOTE_ADDR=f"192.0.2.{number % networks}").post(FORM, fields).get("Location"))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=post, args=[number]) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(places) == 4
        assert len(set(places)) == 1
        assert None not in places
        assert Tip.objects.count() == 1


class TestAddresses:
    def asked(self, address, forwarded=""):
        return RequestFactory().get(FORM, REMOTE_ADDR=address, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}))

    def test_address_is_kept_scrambled(self, client):
        _, tip = sent(Client(REMOTE_ADDR="192.0.2.7"))
        assert len(tip.sender) == 64
        assert "192.0.2.7" not in str(vars(tip))
        assert tip.sender == sender_of(self.asked("192.0.2.7"))

    def test_it_cannot_be_worked_out_without_the_key(self, settings):
        before = sender_of(self.asked("192.0.2.7"))
        settings.SECRET_KEY = "another"
        assert sender_of(self.asked("192.0.2.7")) != before

    def test_without_a_proxy_what_anybody_can_write_counts_for_nothing(self, settings):
        settings.BEHIND_PROXY = False
        assert sender_of(self.asked("192.0.2.1", "198.51.100.1")) == sender_of(self.asked("192.0.2.1"))

    def test_behind_a_proxy_the_last_address_counts(self, settings):
        settings.BEHIND_PROXY = True
        real = sender_of(self.asked("10.0.0.1", "198.51.100.1"))
        assert sender_of(self.asked("10.0.0.1", "203.0.113.9, 198.51.100.1")) == real
        assert sender_of(self.asked("10.0.0.2", "unknown,198.51.100.1")) == real
        assert sender_of(self.asked("10.0.0.1", "198.51.100.2")) != real
        assert sender_of(self.asked("10.0.0.1")) == sender_of(self.asked("10.0.0.1", ""))

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("2001:db8:1:2:aaaa::1", "2001:db8:1:2:bbbb::2", True),
            ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
            ("::ffff:192.0.2.1", "192.0.2.1", True),
            ("192.0.2.1", "192.0.2.2", False),
            ("", "", True),
            ("rubbish", "other", False),
        ],
    )
    def test_networks(self, one, other, same):
        assert (sender_of(self.asked(one)) == sender_of(self.asked(other))) == same
