"""The desk of transfers: accounts, statements, lines that wait, and those typed by hand."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from newsroom.accounts import roles
from patrons import matching
from patrons.models import BankAccount, BankLine, BankStatement, Patron, Payment, Pledge, Tier, TierPrice
from patrons.money import Money
from tests.factories import make_user

from .conftest import IBAN, csv

pytestmark = pytest.mark.django_db
DAY = (timezone.localdate() - timedelta(days=5)).isoformat()
NASTY = ["\0", "x" * 10_000, "🙂", "\u202eabc", "<script>alert(1)</script>", "=1+1"]


@pytest.fixture
def staff(client):
    user = make_user(is_staff=True)
    roles.give_role(user, roles.PLEDGE_STAFF)
    client.force_login(user)
    return client


def upload(staff, bank, data, name="june.csv"):
    file = SimpleUploadedFile(name, data)
    return staff.post(reverse("admin:patrons_bankstatement_add"), {"account": bank.pk, "file": file})


def account_form(bank, **fields):
    said = {
        "currency": "USD",
        "beneficiary": "The Lantern",
        "iban": "",
        "number": "",
        "bic": "",
        "bank": "",
        "note": "",
    }
    data = {"label": "Bank transfer", "is_enabled": "on", "position": "0", "settings": "{}"}
    data |= {"bank_accounts-TOTAL_FORMS": "1", "bank_accounts-INITIAL_FORMS": "0"}
    return data | {f"bank_accounts-0-{name}": value for name, value in (said | fields).items()}


def test_bank_accounts_have_fields_of_their_own_and_an_iban_is_checked(staff, bank):
    url = reverse("admin:patrons_provideraccount_change", args=[bank.pk])
    assert "DE89 3704 0044 0532 0130 00" in staff.get(url).text
    BankAccount.objects.all().delete()
    wrong = staff.post(url, account_form(bank, iban="DE88 3704 0044 0532 0130 00"))
    assert wrong.status_code == 200 and "A digit of this IBAN is wrong" in wrong.text
    assert "Write the IBAN, or another number" in staff.post(url, account_form(bank)).text
    assert "A BIC has 8 or 11" in staff.post(url, account_form(bank, number="1", bic="NO")).text
    assert not BankAccount.objects.exists()
    good = account_form(bank, iban="de89 3704 0044 0532 0130 00", bic="cobadeff xxx")
    assert staff.post(url, good).status_code == 302
    made = BankAccount.objects.get()
    assert (made.iban, made.bic, made.currency) == (IBAN, "COBADEFFXXX", "USD")


def test_a_statement_from_upload_to_the_books(staff, bank, announce):
    pledge = announce()
    data = csv((DAY, "12.00", "EUR", "<b>Olha</b>", pledge.code_shown), (DAY, "7.00", "EUR", "Ivan", "=1+1"))
    page = staff.get(upload(staff, bank, data)["Location"])
    assert "Found by the code" in page.text and "&lt;b&gt;Olha" in page.text and "<b>Olha" not in page.text
    assert "Book 1, let 1 wait" in page.text and not BankLine.objects.exists()
    statement = BankStatement.objects.get()
    book = reverse("admin:patrons_bankstatement_book", args=[statement.pk])
    for _twice in range(2):
        page = staff.post(book, follow=True)
        assert "1 transfer waits for you" in page.text
    assert Payment.objects.count() == 1
    listed = staff.get(reverse("admin:patrons_bankline_changelist") + f"?statement={statement.pk}&state=waiting")
    assert "=1+1" in listed.text and "Olha" not in listed.text


def test_columns_are_corrected_at_the_desk(staff, bank):
    data = b"When it was;Sum;Who\n03/04/2026;5,00;Olha\n"
    url = upload(staff, bank, data)["Location"]
    assert "Cannot be read" in staff.get(url).text
    statement = BankStatement.objects.get()
    said = {
        "column_day": "0", "column_amount": "1", "column_payer": "2", "column_text": "99", "column_ref": "x" * 50,
        "currency": "EUR", "order": "mdy", "decimal": ",",
    }  # fmt: skip
    page = staff.post(reverse("admin:patrons_bankstatement_columns", args=[statement.pk]), said, follow=True)
    assert "4 March 2026" in page.text and "€5" in page.text and "Olha" in page.text


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.4", "no CSV file"), (b"", "Choose a file|no text"), (b"words", "no table"), (b"\0" * 99, "no text")],
    ids=range(4),
)
def test_a_bad_file_is_one_sentence_and_no_statement(staff, bank, data, words):
    answer = upload(staff, bank, data, name="<script>.csv")
    assert answer.status_code == 422 and any(each in answer.text for each in words.split("|"))
    assert not BankStatement.objects.exists()


def test_a_draft_is_thrown_away(staff, bank):
    upload(staff, bank, csv((DAY, "5", "EUR", "A", "x")))
    staff.post(reverse("admin:patrons_bankstatement_forget", args=[BankStatement.objects.get().pk]))
    assert not BankStatement.objects.exists()


@pytest.fixture
def line(staff, bank) -> BankLine:
    upload(staff, bank, csv((DAY, "5", "EUR", "Olha <b>", "thanks")))
    staff.post(reverse("admin:patrons_bankstatement_book", args=[BankStatement.objects.get().pk]))
    return BankLine.objects.get()


def do(staff, line, verb, **fields):
    answer = staff.post(reverse("admin:patrons_bankline_do", args=[line.pk, verb]), fields, follow=True)
    line.refresh_from_db()
    return answer


def test_a_line_is_searched_matched_and_taken_back(staff, line, announce):
    pledge = announce(email="olha@example.com")
    url = reverse("admin:patrons_bankline_change", args=[line.pk])
    for wanted in (pledge.code_shown, "OLHA@example.com"):
        page = staff.get(url, {"wanted": wanted})
        assert "Book it for this pledge" in page.text and "Olha &lt;b&gt;" in page.text
    assert "Nobody was found" in staff.get(url, {"wanted": "nobody"}).text
    assert "It is done" in do(staff, line, "match", chosen=pledge.pk, sure=pledge.pk).text and line.state == "booked"
    assert "Say why" in do(staff, line, "back").text and line.state == "booked"
    do(staff, line, "back", reason="not hers")
    assert line.state == "waiting"
    do(staff, line, "patron", chosen=Patron.objects.get().pk)
    assert line.state == "booked" and Payment.objects.count() == 2


def test_another_amount_than_the_announced_one_is_asked_about_first(staff, bank, announce):
    tier = Tier.objects.create(slug="big", name="Big <b>", status="live")
    TierPrice.objects.create(tier=tier, currency="EUR", interval="once", amount_minor=15_000)
    pledge = announce(15_000, "once")
    Pledge.objects.update(tier=tier)
    line = matching.write_down(bank, timezone.localdate(), Money(3000, "USD"), text=pledge.code_shown, form_mark="1")
    page = do(staff, line, "match", chosen=pledge.pk)
    assert "$30 came, €150 was announced" in page.text and "It pays for no tier: “Big &lt;b&gt;”" in page.text
    assert line.state == "waiting" and not Payment.objects.exists()
    do(staff, line, "match", chosen=pledge.pk, sure=pledge.pk)
    assert line.state == "booked"
    pages = [reverse("admin:patrons_pledge_changelist"), reverse("admin:patrons_pledge_change", args=[pledge.pk])]
    assert all("$30 once" in staff.get(url).text for url in pages)
    same = matching.write_down(bank, timezone.localdate(), Money(15_000, "EUR"), form_mark="2")
    assert "It is done" in do(staff, same, "match", chosen=pledge.pk).text


def test_a_refund_of_a_transfer_is_sent_by_whoever_writes_it_down(staff, line, announce):
    do(staff, line, "match", chosen=announce(500, "once").pk)
    address = reverse("admin:patrons_payment_refund", args=[Payment.objects.get().pk])
    page = staff.post(address, {"amount": "2", "reason": "asked"}, follow=True).text
    assert "You send it at your bank yourself" in page
    page = staff.post(address, {"amount": "2", "reason": "asked", "sure": "200"}, follow=True).text
    assert "Now send it at your bank" in page and "provider was asked" not in page


def test_what_staff_type_and_press_wrongly_is_said(staff, line):
    for nasty in NASTY:
        assert staff.get(reverse("admin:patrons_bankline_change", args=[line.pk]), {"wanted": nasty}).status_code == 200
        assert "Choose whose transfer" in do(staff, line, "match", chosen=nasty).text
    assert do(staff, line, "nonsense").status_code == 200 and line.state == "waiting"
    do(staff, line, "ignore", reason="\0our own" + "x" * 500)
    assert line.state == "ignored" and len(line.reason) == 200


def test_a_transfer_is_written_down_by_hand(staff, bank, announce):
    pledge, url = announce(), reverse("admin:patrons_bankline_add")
    form = staff.get(url)
    said = {
        "account": bank.pk, "mark": form.context["said"]["mark"], "day": DAY, "amount": "12,50", "currency": "EUR",
        "payer": "Olha", "text": pledge.code_shown.lower(),
    }  # fmt: skip
    for _twice in range(2):
        assert "Booked for" in staff.post(url, said, follow=True).text
    assert Payment.objects.get().amount_minor == 1250
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    wrong = [
        ("day", "soon"),
        ("day", tomorrow),
        ("day", "0001-01-01"),
        ("amount", "many"),
        ("amount", "0"),
        ("amount", "1.255"),
    ]
    for name, value in [*wrong, ("currency", "XXX"), ("account", "9" * 30)]:
        answer = staff.post(url, said | {"mark": "", name: value})
        assert answer.status_code == 422 and 'role="alert"' in answer.text and "Olha" in answer.text, (name, value)
    assert "A transfer of 1800 is in no statement" in staff.post(url, said | {"mark": "", "day": "1800-01-01"}).text
    for nasty in NASTY:
        assert staff.post(url, said | {"mark": nasty, "payer": nasty, "text": nasty}, follow=True).status_code == 200


@pytest.mark.parametrize("typed", ["1.234,56", "1,234.56", "1 234,56", "1'234.56", "1’234.56"])
def test_thousands_of_a_transfer_are_read_and_what_may_mean_two_things_is_asked(staff, bank, typed):
    url = reverse("admin:patrons_bankline_add")
    said = {
        "account": bank.pk, "mark": "m", "day": DAY, "amount": typed, "currency": "EUR", "payer": "", "text": "",
    }  # fmt: skip
    staff.post(url, said, follow=True)
    assert BankLine.objects.get().amount_minor == 123456
    refused = staff.post(url, said | {"mark": "n", "amount": "1.234"})
    assert refused.status_code == 422 and "“1.234” may mean thousands or a fraction" in refused.text
    assert "like 1234" in refused.text and 'value="1.234"' in refused.text
    found = staff.get(reverse("admin:patrons_bankline_changelist"), {"q": typed.replace(" ", "")}).context["cl"]
    assert [line.amount_minor for line in found.result_list] == [123456]


def test_a_file_without_a_currency_is_read_in_that_of_the_only_account(staff, bank):
    def read(head, *cells):
        upload(staff, bank, csv((DAY, "5.00", *cells), head=head))
        return staff.get(reverse("admin:patrons_bankstatement_change", args=[BankStatement.objects.latest("pk").pk]))

    # Two accounts: nobody knows which one the file is of.
    assert "choose it below" in read("Date,Amount,Reference", "a").text
    bank.bank_accounts.filter(currency="UAH").delete()
    page = read("Date,Amount,Payer", "b")
    assert "the file is read as EUR" in page.text and "choose it below" not in page.text and "€5" in page.text
    assert "the file is read as" not in read("Date,Amount,Currency,Reference", "EUR", "c").text


def test_lists_ask_as_often_for_thirty_as_for_three(staff, bank, django_assert_max_num_queries):
    counts = []
    for number in (3, 30):
        upload(staff, bank, csv(*((DAY, f"{at}", "EUR", "A", f"{number}") for at in range(1, number))))
        staff.post(reverse("admin:patrons_bankstatement_book", args=[BankStatement.objects.latest("pk").pk]))
        with django_assert_max_num_queries(20) as asked:
            staff.get(reverse("admin:patrons_bankline_changelist"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("query", ["?statement=x", "?statement=" + "9" * 40, "?state=%00", "?found=nothing"])
def test_filters_take_nonsense(staff, bank, query):
    assert staff.get(reverse("admin:patrons_bankline_changelist") + query).status_code in (200, 302)
    assert staff.get(f"/admin/patrons/bankline/{'9' * 40}/change/").status_code in (302, 404)


@pytest.mark.parametrize(
    ("sum_", "said"),
    [("12.00", ""), ("36.00", ""), ("36.01", "much more than was pledged"), ("4.00", ""), ("3.99", "much less than")],
)
def test_the_preview_names_the_patron_and_what_was_pledged(staff, bank, announce, sum_, said):
    pledge = announce()
    Patron.objects.update(name="Olha <b>Petrenko")
    upload(staff, bank, csv((DAY, sum_, "EUR", "Somebody else", pledge.transfer_code)))
    page = staff.get(reverse("admin:patrons_bankstatement_change", args=[BankStatement.objects.get().pk])).text
    assert "Olha &lt;b&gt;Petrenko" in page and "€12 monthly" in page
    assert said in page and ("much" in page) == bool(said)


def test_money_that_went_out_has_a_minus(staff, bank):
    upload(staff, bank, csv((DAY, "-5.00", "EUR", "Us", "Rent"), (DAY, "6.00", "EUR", "Olha", "")))
    page = staff.get(reverse("admin:patrons_bankstatement_change", args=[BankStatement.objects.get().pk])).text
    assert "<strong>−€5</strong>" in page and "<strong>€6</strong>" in page


def test_a_file_without_a_text_and_a_sum_of_the_other_mark_say_what_to_choose(staff, bank):
    data = b"Date;Payer;Words;Amount\n2026-12-29;Olha;x;2,50\n2026-12-30;Olha;x;1,50\n2026-12-31;Olha;x;1,234.56\n"
    page = staff.get(upload(staff, bank, data)["Location"]).text
    assert "No column was taken for the text" in page and 'href="#column-text"' in page
    assert "may mean thousands or a fraction" in page and 'href="#layout-decimal"' in page
    # As many of either kind: nothing is taken for a hundred times as much.
    page = staff.get(upload(staff, bank, data.replace(b"2026-12-29;Olha;x;2,50\n", b""))["Location"]).text
    assert "150" not in page and "may mean thousands or a fraction" in page
    page = staff.get(upload(staff, bank, b"Date;Payer;Text;Amount\n2026-12-31;Olha;x;1,50\n")["Location"]).text
    assert "No column was taken" not in page and "may mean" not in page
