"""Activities: a code means nothing without its nomenclature, and both must be right on both sides of 2027."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from halle.core import nomenclatures as tables
from halle.core.nomenclatures import Naf
from halle.core.text import validate_plain_line, validate_plain_text, words_to_find


def test_the_tutorials_activity_is_shown_with_its_code():
    activity = tables.activity("01.11Z", "NAFRev2")
    assert activity is not None
    assert activity.full.startswith("0111Z - Culture de céréales (à l’exception du riz)")


def test_the_same_code_means_nothing_in_the_other_nomenclature():
    assert tables.activity("0111Z", "NAF2025") is None
    assert tables.activity("0111Y", "NAF2025") is not None
    assert tables.activity("0111Z", "inconnue") is None


def test_naf_2025_is_the_reference_from_the_first_of_january_2027():
    assert tables.reference_naf(date(2026, 12, 31)) == Naf.REV2
    assert tables.reference_naf(date(2027, 1, 1)) == Naf.N2025


def test_activities_are_found_by_code_or_words_accents_aside():
    assert tables.search_activities("0111z")[0].code == "0111Z"
    assert any(found.code == "0111Z" for found in tables.search_activities("CEREALES legumineuses"))
    assert tables.search_activities("   ") == []
    assert tables.search_activities("rien de tel nulle part") == []


def test_legal_categories_have_the_names_people_use():
    assert tables.legal_category_short("5499") == "SARL"
    assert tables.legal_category_short("") == ""
    assert len(tables.table("legal_categories_level3")) == 260


@pytest.mark.parametrize("character", ["\x00", "\x07", "\u202e", "\u200f", "\ud800"])
def test_invisible_characters_are_refused_in_any_text(character):
    for validate in (validate_plain_line, validate_plain_text):
        with pytest.raises(ValidationError):
            validate(f"Dupond{character}")


def test_lines_break_in_texts_only():
    validate_plain_text("une ligne\r\n\tune autre")
    validate_plain_line("É. Le-Goff & fils – 3 €")
    with pytest.raises(ValidationError):
        validate_plain_line("une ligne\nune autre")


def test_what_is_looked_for_is_cut_and_cleaned():
    assert words_to_find("Du\x00pond" + "x" * 200) == "Dupond" + "x" * 93
