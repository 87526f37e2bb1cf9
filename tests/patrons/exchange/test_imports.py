"""A table from elsewhere: looked at line by line, brought in once, and no money made up."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from newsroom.tables import NotATable
from patrons import changing, dunning, importing, people, pledges, privacy
from patrons.import_columns import guess
from patrons.import_lines import NotUnderstood, understand
from patrons.models import Grant, Import, ImportLine, LedgerEntry, Patron, Payment, Pledge, SentMail, Tier
from patrons.money import Money
from patrons.providers.facts import PaymentFact
from tests.patrons.conftest import day, make_pledge
from tests.patrons.test_you import come_in

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
SOON = (timezone.now() + timedelta(days=40)).date()
HEAD = "E-mail;Name;Amount;Currency;How often;State;Started;Paid until;Tier;Reference;Visibility;Wants mail"
LINES = f"""
olha@example.com;Ольга;5,00;EUR;monthly;active;2025-01-31;{SOON};Friend;;public;yes
IVAN@example.com;Іван;1 200;UAH;yearly;active;31.12.2025;;;sub_9;;no
gone@example.com;;7;EUR;monthly;canceled;2024-01-01;2024-03-01;;;;
once@example.com;;25;USD;once;;{timezone.now().date()};;;;;
only@example.com;A patron;;;;;;;;;;
nobody;;5;EUR;;;;;;;;
both@example.com;;5;XXX;;;;{SOON};;;;
olha@example.com;;9;EUR;monthly;;2025-01-31;{SOON};;;;
"""


@pytest.fixture
def tier():
    return Tier.objects.create(slug="friend", name="Friend")


def bring(account, text=HEAD + LINES, defaults=None, columns=None):
    sheet = importing.take_in(text.encode("utf-8-sig"), "old.csv", account)
    importing.name_columns(sheet, columns or sheet.columns, defaults or {})
    importing.go_on(sheet)
    return sheet


def verdicts(sheet):
    return list(sheet.rows.values_list("number", "verdict"))


def test_first_it_is_looked_at_and_nothing_is_written(account, tier):
    sheet = bring(account)
    assert sheet.state == "ready"
    assert verdicts(sheet) == [
        (2, "new"), (3, "new"), (4, "new"), (5, "new"), (6, "new"), (7, "refused"), (8, "refused"), (9, "refused"),
    ]  # fmt: skip
    words = dict(sheet.rows.exclude(words="").values_list("number", "words"))
    assert words[7] == "“nobody” is no e-mail address." and "“XXX” is no currency" in words[8]
    assert words[9] == "The same as line 2."
    assert not Patron.objects.exists() and not Pledge.objects.exists()


def test_confirmed_it_is_brought_in_with_its_rights_and_without_money(
    account, tier, mailoutbox, django_capture_on_commit_callbacks
):
    sheet = bring(account)
    with django_capture_on_commit_callbacks(execute=True):
        assert importing.confirm(sheet) and not importing.confirm(sheet)
        importing.go_on(sheet)
    assert sheet.state == "done" and importing.counts(sheet)["refused"] == 3
    olha, ivan, gone, once = Pledge.objects.order_by("pk")
    assert {one.source for one in (olha, ivan, gone, once)} == {"import"}
    assert [one.state for one in (olha, ivan, gone, once)] == ["active", "active", "ended", "given"]
    assert ivan.amount == Money(120000, "UAH") and ivan.subscription_ref == "sub_9"
    assert ivan.patron.email_key == "ivan@example.com" and ivan.patron.no_mail_about == ["renewal", "topic"]
    # A day is paid to its end, where the newsroom is.
    until = datetime.combine(SOON, datetime.max.time().replace(microsecond=0), tzinfo=KYIV)
    assert olha.period_end == until and olha.started_at == datetime(2025, 1, 31, tzinfo=KYIV)
    assert olha.grant.ends_at == until + timedelta(days=14) and olha.grant.tier == tier
    assert not Grant.objects.filter(pledge=ivan).exists() and gone.grant not in Grant.objects.valid()
    assert once.grant in Grant.objects.valid()
    assert Patron.objects.get(email="only@example.com").name == "A patron"
    assert not Payment.objects.exists() and not LedgerEntry.objects.exists()
    assert mailoutbox == [] and not SentMail.objects.exists()


def test_uploaded_again_it_changes_nothing(account, tier):
    for _twice in range(2):
        sheet = bring(account)
        importing.confirm(sheet)
        importing.go_on(sheet)
    assert Pledge.objects.count() == 4 and Patron.objects.count() == 5
    assert [verdict for _number, verdict in verdicts(sheet)] == ["known"] * 5 + ["refused"] * 3
    changed = bring(account, HEAD + LINES.replace("5,00", "6,00").replace("1 200", "1 300"))
    assert verdicts(changed)[:2] == [(2, "differs"), (3, "differs")]
    assert changed.rows.get(number=2).words == "amount: €5 here, €6 in the file"
    importing.confirm(changed)
    importing.go_on(changed)
    assert Pledge.objects.order_by("pk")[0].amount == Money(500, "EUR")


def test_two_tables_of_the_same_at_once_bring_it_once(account, tier):
    first, second = bring(account), bring(account)
    for sheet in (first, second):
        importing.confirm(sheet)
        importing.go_on(sheet)
    assert Pledge.objects.count() == 4
    assert [verdict for _number, verdict in verdicts(second)].count("refused") == 7


def test_it_goes_on_where_it_was_cut_off(account, tier, monkeypatch):
    monkeypatch.setattr(importing, "HANDFUL", 2)
    sheet = bring(account)
    importing.confirm(sheet)
    real, calls = importing._bring_in, []

    def cut(sheet, lines):
        calls.append(1)
        if len(calls) == 2:
            raise ZeroDivisionError
        real(sheet, lines)

    monkeypatch.setattr(importing, "_bring_in", cut)
    with pytest.raises(ZeroDivisionError):
        importing.go_on(sheet)
    assert Pledge.objects.count() == 2
    assert importing.go_on_all() == 0  # still held by whoever was cut off
    Import.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    importing.go_on_all()
    assert Pledge.objects.count() == 4 and Import.objects.get().state == "done"


def test_what_a_provider_tells_later_takes_over(account, tier):
    sheet = bring(account)
    importing.confirm(sheet)
    importing.go_on(sheet)
    paid = PaymentFact(
        at=timezone.now(), subscription="sub_9", payment="pay", outcome="succeeded", amount=Money(120000, "UAH"),
        period_end=timezone.now() + timedelta(days=365),
    )  # fmt: skip
    pledges.apply(account, [paid])
    ivan = Pledge.objects.get(subscription_ref="sub_9")
    assert ivan.grant.ends_at is None and LedgerEntry.objects.count() == 1


def test_what_nobody_renews_lapses_when_it_is_used_up(account, tier):
    sheet = bring(account)
    importing.confirm(sheet)
    importing.go_on(sheet)
    olha = Pledge.objects.order_by("pk")[0]
    over = olha.period_end + timedelta(days=14)
    assert dunning.lapse_brought(over - timedelta(seconds=1)) == 0
    assert dunning.lapse_brought(over) == 1 and dunning.lapse_brought(over) == 0
    olha.refresh_from_db()
    assert (olha.state, olha.end_reason) == ("lapsed", "not renewed")
    assert olha.grant.ends_at == olha.period_end


def test_who_is_here_already_stays_as_they_are(account, tier):
    known = make_pledge(account).patron
    Patron.objects.filter(pk=known.pk).update(email="olha@example.com", email_key="olha@example.com", name="Mine")
    sheet = bring(account)
    assert "already" in sheet.rows.get(number=2).words
    importing.confirm(sheet)
    importing.go_on(sheet)
    known.refresh_from_db()
    assert (known.name, known.visibility) == ("Mine", "secret") and known.pledges.count() == 2


def test_to_be_forgotten_reaches_the_tables_too(account, tier, provider):
    sheet = bring(account)
    importing.confirm(sheet)
    importing.go_on(sheet)
    patron = Patron.objects.get(email="only@example.com")
    assert privacy.everything_about(patron)["lines_of_imports"][0]["line"] == 6
    other = Patron.objects.create(email="other@example.com")
    people.merge(patron, other)
    assert ImportLine.objects.filter(email_key="other@example.com").count() == 1
    privacy.erase(other)
    assert not ImportLine.objects.filter(number=6).exists()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["Customer Email", "Plan Amount", "Status", "Current Period End (UTC)", "id"],
         {"email": 0, "amount": 1, "state": 2, "paid_until": 3, "reference": 4}),
        (["Пошта", "ПІБ", "Сума", "Валюта", "Сплачено до"],
         {"email": 0, "name": 1, "amount": 2, "currency": 3, "paid_until": 4}),
        (["x", "", "e-mail", "E-mail"], {"email": 2, "mail": None}),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_their_names(header, expected):
    assert guess(header) == {name: at for name, at in expected.items() if at is not None}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"email": ""}, "no e-mail"), ({"amount": "five"}, "“five” is no amount"),
        ({"amount": "0"}, "more than nothing"), ({"amount": "5.0011"}, "no amount in EUR"),
        ({"amount": "1.234"}, "may mean thousands or a fraction: write it without separators, like 1234"),
        ({"currency": ""}, "There is no currency: choose its column"), ({"state": "angry"}, "write one of active"),
        ({"interval": "weekly"}, "no rhythm"), ({"tier": "Gold"}, "No tier is called “Gold”"),
        ({"paid_until": "03/04/2026"}, "no day"), ({"paid_until": "2026-02-30"}, "no day"),
        ({"paid_until": ""}, "until when"), ({"started": "2026-05-01", "paid_until": "2026-01-01"}, "columns"),
        ({"started": "2999-01-01", "paid_until": "2999-02-01"}, "future"),
        ({"state": "declined"}, "Nobody would ask"), ({"mail": "perhaps"}, "neither yes nor no"),
        ({"interval": "once", "paid_until": ""}, "single gift"), ({"visibility": "loud"}, "no visibility"),
        ({"paid_until": "1899-12-31"}, "The year 1899 cannot be meant"), ({"paid_until": "3000-01-01"}, "year 3000"),
        ({"paid_until": "0001-01-01 00:00"}, "The year 0001"), ({"paid_until": "31.12.9999"}, "The year 9999"),
        ({"amount": "", "reference": "s"}, "no amount: choose the column of the amount"),
        ({"amount": "5.5", "currency": "JPY"}, "in JPY: write 12, without"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_the_value(said, words):
    line = {"email": "a@example.com", "amount": "5", "currency": "EUR", "paid_until": "2026-12-31"} | said
    with pytest.raises(NotUnderstood, match=words):
        understand(line, {}, {})


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("€12.50", Money(1250, "EUR")), ("12 uah", Money(1200, "UAH")), ("$5", Money(500, "USD")),
        ("1 200,00", Money(120000, "GBP")),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(amount, expected):
    line = {"email": "a@example.com", "amount": amount, "paid_until": "2026-12-31"}
    assert understand(line, {"currency": "GBP"}, {}).amount == expected


@pytest.mark.parametrize(
    ("state", "days", "expected", "said"),
    [
        ("active", -1, "lapsed", "comes in as lapsed"), ("canceling", -1, "ended", "comes in as ended"),
        ("active", 2, "active", ""), ("paused", -1, "paused", ""),
    ],
)  # fmt: skip
def test_what_is_paid_for_no_longer_comes_in_as_over(account, state, days, expected, said):
    until = (timezone.now() + timedelta(days=days)).date()
    sheet = bring(account, f"email;amount;currency;state;paid until\na@example.com;5;EUR;{state};{until}\n")
    assert said in sheet.rows.get().words and bool(sheet.rows.get().words) == bool(said)
    importing.confirm(sheet)
    importing.go_on(sheet)
    assert Pledge.objects.get().state == expected


def test_a_name_that_is_too_long_is_cut_and_told(account):
    sheet = bring(account, f"email;name\na@example.com;{'x' * 121}\nb@example.com;{'x' * 120}\n")
    said = list(sheet.rows.values_list("words", flat=True))
    assert "cut after 120 characters" in said[0] and "cut" not in said[1]
    importing.confirm(sheet)
    importing.go_on(sheet)
    assert {len(patron.name) for patron in Patron.objects.all()} == {120}


@pytest.mark.parametrize("text", ["x" * 10_000, "\0", "🦔", "‮", "<b>", "=1+1", "12" * 400, "99999-99-99", "1e400"])
def test_whatever_stands_in_a_cell_it_is_read_or_refused(account, text):
    sheet = bring(account, f'email;name;amount;currency;paid until;started;tier;reference\n"{text}";{text};{text}\n'
                           f"a@example.com;{text};5;EUR;{text};{text};{text};{text}\n")  # fmt: skip
    importing.confirm(sheet)
    importing.go_on(sheet)
    assert sheet.state == "done"


@pytest.mark.parametrize("text", ["", "email\n", "\n\n\n"])
def test_what_is_empty_is_said(account, text):
    with pytest.raises(NotATable):
        importing.take_in(text.encode(), "x", account)
    assert not Import.objects.exists()


@pytest.mark.parametrize("number", [3, 60])
def test_looking_asks_the_same_for_few_and_for_many(account, number, django_assert_max_num_queries):
    text = "email;amount;currency;paid until\n" + "".join(f"r{n}@example.com;5;EUR;2999-01-01\n" for n in range(number))
    with django_assert_max_num_queries(30):
        assert bring(account, text).state == "ready"
    assert day(0)


@pytest.mark.parametrize(
    ("typed", "minor"),
    [("1.234,56", 123456), ("1,234.56", 123456), ("1 234,56", 123456), ("1'234.56", 123456), ("1’234.56", 123456),
     ("1\u202f234,56", 123456), ("1.234.567", 123456700), ("€1.234,50", 123450), ("1.234,50 EUR", 123450)],
)  # fmt: skip
def test_thousands_are_read_where_nothing_else_can_be_meant(typed, minor):
    line = {"email": "a@example.com", "amount": typed, "currency": "EUR", "paid_until": "2999-01-01"}
    assert understand(line, {}, {}).amount == Money(minor, "EUR")


def test_what_nobody_renews_can_be_ended_here_and_promises_no_payment(account, tier):
    sheet = bring(account)
    importing.confirm(sheet)
    importing.go_on(sheet)
    olha = Pledge.objects.order_by("pk")[0]
    own = come_in(olha.patron)
    page = own.get("/support/you/").text
    assert "Nobody asks for the next payment" in page and "The next payment is on" not in page
    assert "Another amount" not in page and "Another card" not in page and "End it" in page
    with pytest.raises(changing.NotChanged, match="Nobody asks for this pledge any more"):
        changing.pause(olha, olha.period_end)
    changing.cancel(olha)
    assert (olha.state, olha.cancel_at) == ("canceling", olha.period_end)
    assert changing.resume(olha).state == "active"
    assert dunning.lapse_brought(changing.cancel(olha).cancel_at) == 1
    olha.refresh_from_db()
    assert (olha.state, olha.end_reason) == ("ended", "asked")


def test_what_nobody_renews_can_be_ended_at_once(account, tier):
    sheet = bring(account)
    importing.confirm(sheet)
    importing.go_on(sheet)
    olha = Pledge.objects.order_by("pk")[0]
    assert changing.cancel(olha, at_once=True).state == "ended"


def test_nobody_is_asked_to_change_a_card_before_anything_was_paid(account):
    pledge = make_pledge(account)
    page = come_in(pledge.patron).get("/support/you/").text
    assert "Another card" not in page and "Go on paying" in page


def test_the_last_paid_day_is_the_same_day_everywhere(account, client):
    from django.utils.timezone import localtime

    from patrons import bringing_in

    said = {"email": "a@example.com", "amount": "5", "currency": "EUR", "paid_until": "31.12.2999"}
    wanted = understand(said, {}, {})
    pledge = bringing_in.make(account, wanted)
    pledge.refresh_from_db()
    assert localtime(pledge.period_end).date().isoformat() == "2999-12-31"
    assert bringing_in.verdict(wanted, pledge, True)[0] == "known"
