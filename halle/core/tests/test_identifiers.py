"""Identifiers by the State's rules; the fixtures are those of the founders' domain rules, 4.1."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from halle.core import identifiers as ids


@pytest.mark.parametrize(
    "typed", ["732829320", "732 829 320", "732.829.320", "732-829-320", "732\u00a0829\u202f320", " 732829320 "]
)
def test_a_siren_is_read_however_people_group_it(typed):
    assert ids.clean_siren(typed) == "732829320"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("000000000", "siren_key"),
        ("732829321", "siren_key"),
        ("73282932", "siren_length"),
        ("73282932A", "siren_length"),
    ],
)
def test_a_wrong_siren_is_refused_with_what_is_wrong(typed, code):
    with pytest.raises(ValidationError) as refusal:
        ids.clean_siren(typed)
    assert refusal.value.code == code


@pytest.mark.parametrize("nic", ["00009", "00017", "00025", "00033", "00041", "00058", "00066", "00074"])
def test_the_valid_sirets_of_the_tutorials_company(nic):
    assert ids.clean_siret(f"732 829 320 {nic}") == f"732829320{nic}"
    assert ids.clean_nic(nic, siren="732829320") == nic


def test_the_tutorials_own_siret_is_not_valid():
    with pytest.raises(ValidationError):
        ids.clean_siret("73282932012342")
    with pytest.raises(ValidationError):
        ids.clean_nic("12342", siren="732829320")


@pytest.mark.parametrize("siret", ["35600000000048", "35600000009075"])
def test_la_poste_passes_by_luhn_or_by_a_sum_that_five_divides(siret):
    assert ids.clean_siret(siret) == siret


def test_the_rule_of_la_poste_is_la_postes_alone():
    assert not luhn.is_valid("35600000009075")
    with pytest.raises(ValidationError):
        ids.clean_siret("35600000009076")
    with pytest.raises(ValidationError):
        ids.clean_siret("73282932000008")


def test_numbers_are_shown_in_groups():
    assert ids.display_siret("73282932000074") == "732\u00a0829\u00a0320\u00a000074"
    assert ids.display_siren("732829320") == "732\u00a0829\u00a0320"


def test_the_vat_number_comes_from_the_siren():
    assert ids.vat_number("732829320") == "FR44732829320"


def test_foreign_identifiers_meet_no_french_key():
    assert ids.clean_foreign_identifier("be 0403.019.261") == "BE 0403.019.261"
    for typed in ("", "x", "<script>", "A" * 61):
        with pytest.raises(ValidationError):
            ids.clean_foreign_identifier(typed)


@given(st.integers(min_value=1, max_value=99_999_999), st.integers(min_value=0, max_value=8), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(number, place, shift):
    siren = f"{number:08d}" + luhn.calc_check_digit(f"{number:08d}")
    assert ids.clean_siren(siren) == siren
    wrong = siren[:place] + str((int(siren[place]) + shift) % 10) + siren[place + 1 :]
    with pytest.raises(ValidationError):
        ids.clean_siren(wrong)
