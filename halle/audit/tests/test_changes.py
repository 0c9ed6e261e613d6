"""What an act changed, as people read it."""

from datetime import UTC, date, datetime

import pytest

from halle.audit.changes import Change, apply_changes


def test_only_what_differs_is_set_and_told(company):
    changes = apply_changes(company, name="ENTREPRISE TEST 2", acronym="ET2")
    assert list(changes) == ["acronym"]
    assert (changes["acronym"].before, changes["acronym"].after) == ("", "ET2")
    assert company.acronym == "ET2"
    company.refresh_from_db()
    assert company.acronym == ""


def test_nothing_changed_is_falsy(company):
    assert not apply_changes(company, name=company.name)


def test_the_keys_are_fit_for_saving(company):
    changes = apply_changes(company, acronym="ET2", email="contact@entreprise-test.example")
    company.save(update_fields=[*changes])
    company.refresh_from_db()
    assert (company.acronym, company.email) == ("ET2", "contact@entreprise-test.example")


def test_choices_and_booleans_are_told_in_french(nicolas):
    changes = apply_changes(nicolas, civility="mme", mail_notifications=False)
    assert changes["civility"] == Change("Qualité", "M.", "Mme")
    assert changes["mail_notifications"] == Change("Recevoir aussi les messages par courriel", "Oui", "Non")


def test_dates_are_told_in_french_and_local_time(nicolas):
    nicolas.password_changed_at = None
    changes = apply_changes(nicolas, password_changed_at=datetime(2026, 5, 17, 22, 30, tzinfo=UTC))
    assert changes["password_changed_at"] == Change("Dernier changement de mot de passe", "", "18 mai 2026 00:30")


def test_a_date_typed_as_text_equals_the_date(company):
    field = next(field.name for field in company._meta.concrete_fields if field.get_internal_type() == "DateField")
    setattr(company, field, date(2018, 7, 2))
    assert not apply_changes(company, **{field: "2018-07-02"})
    assert apply_changes(company, **{field: None})[field].before == "2 juillet 2018"


def test_what_one_refers_to_is_told_by_its_name(company, nicolas):
    member = nicolas.memberships.get()
    agency = company.establishments.create(name="Agence de Rennes", nic="00082")
    changes = apply_changes(member, establishment=agency)
    assert changes["establishment"].after == str(agency)
    assert member.establishment_id == agency.pk


def test_what_is_no_column_is_refused(company):
    with pytest.raises(TypeError, match="establishments"):
        apply_changes(company, establishments=[])
