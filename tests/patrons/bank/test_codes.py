"""References of transfers: every single slip is noticed, and what a bank makes of one is still read."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patrons import codes, iban

CODE = codes.make()


def right_code(free: str) -> str:
    return next(free + last for last in codes.ALPHABET if codes.is_right(free + last))


CYRILLIC = str.maketrans("ACEHKMPTXY", "АСЕНКМРТХУ")
free = st.text(codes.ALPHABET, min_size=7, max_size=7)


def test_the_alphabet_has_a_prime_number_of_characters_and_no_look_alikes():
    assert len(codes.ALPHABET) == len(set(codes.ALPHABET)) == 23
    assert not set("01IOLQDSZBGUVW") & set(codes.ALPHABET) - {"V"}


def test_what_is_made_is_right_and_neither_a_word_nor_a_number():
    for _number in range(200):
        code = codes.make()
        assert codes.is_right(code) and not code.isdigit() and not code.isalpha()


def test_every_wrong_character_and_every_swap_of_neighbours_is_noticed():
    chance = random.Random(5)
    for _number in range(60):
        code = right_code("".join(chance.choices(codes.ALPHABET, k=7)))
        for at, other in itertools.product(range(8), codes.ALPHABET):
            assert codes.is_right(code[:at] + other + code[at + 1 :]) is (other == code[at])
        for one, two in itertools.combinations(range(8), 2):
            swapped = list(code)
            swapped[one], swapped[two] = swapped[two], swapped[one]
            assert codes.is_right("".join(swapped)) is (code[one] == code[two])


@settings(max_examples=40, deadline=None)
@given(
    free, st.sampled_from(["{}", "{4}-{4}", "{4} {4}", "{2} {3} {3}", "{4}–{4}", "{3}/{5}", "{1}.{7}"]), st.booleans()
)
def test_it_is_found_in_a_line_of_a_bank(start, shape, is_cyrillic):
    code = right_code(start)
    sizes, written = [int(each) for each in shape if each.isdigit()], code
    if sizes:
        pieces, at = [], 0
        for size in sizes:
            pieces.append(code[at : at + size])
            at += size
        written = shape
        for size, piece in zip(sizes, pieces, strict=True):
            written = written.replace(f"{{{size}}}", piece.lower(), 1)
    if is_cyrillic:
        written = written.upper().translate(CYRILLIC)
    for line in (written, f"Spende, danke! {written}", f"SVWZ+{written} ABWA+Firma", f"Внесок: {written}. Дякую!"):
        assert code in codes.within(line), line


@settings(max_examples=40, deadline=None)
@given(free, st.integers(0, 7), st.sampled_from(codes.ALPHABET + "OIB"))
def test_one_slip_is_never_right_and_always_perhaps(start, at, other):
    code = right_code(start)
    slips = {
        code[:at] + other + code[at + 1 :], code[:at] + code[at + 1 :], code[:at] + other + code[at:],
        "".join([*code[:at], *reversed(code[at : at + 2]), *code[at + 2 :]]),
    } - {code}  # fmt: skip
    for slip in slips:
        # A word of letters alone, or a number, was not meant.
        if any(each.isdigit() for each in slip) and any(each.isalpha() for each in slip):
            assert code not in codes.within(slip)
            assert code in codes.perhaps_within(f"For you {slip}", {code: 1})


def test_grown_together_with_other_words_it_is_perhaps():
    code = right_code("7KMA23P")
    assert not codes.within(f"SPENDE{code}DANKE")
    assert codes.perhaps_within(f"SPENDE{code}DANKE", {code}) == {code}
    assert not codes.perhaps_within("Rent for June 2026, invoice 4711", {code})


@pytest.mark.parametrize("text", ["", "\0", "🙂" * 50, "‮7KMA", "7" * 10_000, "ß" * 3_000, "A2 " * 4_000])
def test_whatever_strangers_write_is_read_in_good_time(text):
    assert codes.within(text) <= {text} and codes.perhaps_within(text, {CODE}) <= {CODE}


def test_an_iban_is_checked():
    good = ["DE89370400440532013000", "GB82WEST12345698765432", "UA213223130000026007233566001", "NO9386011117947"]
    for number in good:
        assert iban.is_right(number), number
        assert not iban.is_right(number[:-1]) and not iban.is_right(number + "1")
        for at in range(4, len(number)):
            if number[at].isdigit():
                other = str((int(number[at]) + 1) % 10)
                assert not iban.is_right(number[:at] + other + number[at + 1 :])
    assert iban.plain("de89 3704 0044 0532 0130 00") == good[0] and iban.shown(good[3]) == "NO93 8601 1117 947"
    assert not any(map(iban.is_right, ["", "DE", "ДЕ89370400440532013000", "DE8937040044053201300\n0", "🙂" * 20]))
