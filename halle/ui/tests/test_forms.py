"""Forms: plain text only, errors in clear French, two people editing at once."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.template import engines

from halle.ui.forms import DayField, FieldDifference, HalleForm, PlainTextField, SnapshotMixin


class PersonForm(SnapshotMixin, HalleForm):
    own_data = True
    first_name = forms.CharField(label="Prénom", max_length=10)
    email = forms.EmailField(label="Courriel", required=False)
    website = forms.URLField(label="Site", required=False, assume_scheme="https")
    born_on = DayField(label="Date de création", required=False)
    country = forms.ChoiceField(label="Pays", choices=[("FR", "France"), ("Ailleurs", [("BE", "Belgique")])])
    roles = forms.MultipleChoiceField(label="Rôles", choices=[("a", "Alpha"), ("b", "Beta")], required=False)
    agreed = forms.BooleanField(label="D’accord", required=False)
    about = PlainTextField(label="Description", required=False)


SHOWN = {"first_name": "Nicolas", "email": "n@d.fr", "country": "FR", "born_on": date(2018, 7, 2), "agreed": True}
POSTED = {"first_name": "Nicolas", "email": "n@d.fr", "country": "FR", "born_on": "02/07/2018", "agreed": "on"}


def shown_snapshot() -> str:
    return str(PersonForm(initial=SHOWN)["snapshot"].value())


def posted(**typed: str) -> PersonForm:
    data = QueryDict(mutable=True)
    data.update({**POSTED, "snapshot": shown_snapshot(), **typed})
    form = PersonForm(data, initial=SHOWN)
    assert form.is_valid(), form.errors
    return form


def error_of(field: str, value: str) -> str:
    return " ".join(str(message) for message in PersonForm({**POSTED, field: value}).errors.get(field, []))


@pytest.mark.parametrize("character", ["\x00", "\x07", "\u202e", "\u2066", "\n"])
@pytest.mark.parametrize("field", ["first_name", "email", "website"])
def test_a_line_refuses_invisible_characters_wherever_it_is(field: str, character: str):
    assert error_of(field, f"a{character}b@d.fr")


@pytest.mark.parametrize("character", ["\x00", "\x07", "\u202e"])
def test_a_text_refuses_invisible_characters_but_takes_line_breaks(character: str):
    assert "caractère invisible" in error_of("about", f"a{character}b")
    assert error_of("about", "a\nb\tc") == ""


def test_fields_made_on_the_way_are_checked_too():
    class Growing(HalleForm):
        def __init__(self, data: dict[str, str]) -> None:
            super().__init__(data)
            self.fields["late"] = forms.CharField(label="Tardif")

    assert "caractère invisible" in str(Growing({"late": "a\u202eb"}).errors["late"])


def test_line_breaks_of_a_browser_become_ours():
    assert posted(about="un\r\ndeux\rtrois").cleaned_data["about"] == "un\ndeux\ntrois"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("first_name", "", "Renseignez le champ «\u00a0Prénom\u00a0»."),
        ("first_name", "  ", "Renseignez le champ «\u00a0Prénom\u00a0»."),
        ("first_name", "a" * 11, "Ce texte est trop long : 10 caractères au plus, il en compte 11."),
        ("email", "nicolas", "Indiquez une adresse de courriel complète, par exemple nom@domaine.fr."),
        ("website", "pas une adresse", "Indiquez une adresse complète, par exemple https://www.exemple.fr."),
        ("born_on", "31/02/2024", "Indiquez une date sous la forme jj/mm/aaaa, par exemple 28/02/2024."),
        ("country", "XX", "Choisissez une des valeurs proposées."),
        ("country", "", "Choisissez une valeur pour «\u00a0Pays\u00a0»."),
    ],
)
def test_each_refusal_says_what_to_do(field: str, value: str, sentence: str):
    assert error_of(field, value) == sentence


def test_sentences_of_a_forms_author_win():
    class Own(HalleForm):
        name = forms.CharField(label="Nom", error_messages={"required": "Comment vous appelez-vous ?"})

    assert Own({}).errors["name"] == ["Comment vous appelez-vous ?"]


@pytest.mark.parametrize("typed", ["02/07/2018", "2.7.2018", "2-7-2018", "2018-07-02", " 02/07/2018 "])
def test_a_day_is_understood_however_it_is_separated(typed: str):
    assert posted(born_on=typed).cleaned_data["born_on"] == date(2018, 7, 2)


def test_only_forms_about_oneself_let_the_browser_fill_them():
    class Colleague(HalleForm):
        first_name = forms.CharField(label="Prénom")

    assert PersonForm().fields["first_name"].widget.attrs["autocomplete"] == "given-name"
    assert "autocomplete" not in Colleague().fields["first_name"].widget.attrs


def test_a_locked_field_is_disabled_and_an_attempt_to_post_it_is_seen():
    form = PersonForm({**POSTED, "first_name": "Jean", "agreed": "on"}, initial=SHOWN)
    form.lock("first_name", "Fourni par l’INSEE.")
    form.lock("country", "Fourni par l’INSEE.")
    assert form.is_valid()
    assert form.cleaned_data["first_name"] == "Nicolas"
    assert form.attempts_on_locked() == ["first_name"]


def test_nothing_changed_meanwhile_when_nobody_else_saved():
    assert posted(first_name="Nicole").changed_meanwhile(SHOWN) == []


def test_the_snapshot_never_reaches_the_service():
    assert "snapshot" not in posted().cleaned_data


def test_what_somebody_else_changed_is_told_as_people_read_it():
    form = posted(first_name="Nicole")
    now = {**SHOWN, "first_name": "Nico", "country": "BE", "born_on": None, "agreed": False, "roles": ["b", "a"]}
    assert form.changed_meanwhile(now) == [
        FieldDifference("first_name", "Prénom", "Nicolas", "Nico", typed_too=True),
        FieldDifference("country", "Pays", "France", "Belgique", typed_too=False),
        FieldDifference("born_on", "Date de création", "02/07/2018", "(vide)", typed_too=False),
        FieldDifference("agreed", "D’accord", "oui", "non", typed_too=False),
        FieldDifference("roles", "Rôles", "(vide)", "Alpha, Beta", typed_too=False),
    ]


def test_the_form_shown_again_keeps_what_was_typed_and_takes_over_the_rest():
    form = posted(first_name="Nicole")
    form.changed_meanwhile(
        {**SHOWN, "first_name": "Nico", "country": "BE", "born_on": date(2020, 1, 3), "roles": ["b"]}
    )
    assert form["first_name"].value() == "Nicole"
    assert form["country"].value() == "BE"
    assert form["born_on"].value() == "03/01/2020"
    assert form["roles"].value() == ["b"]
    assert form["agreed"].value() is True


def test_sending_the_form_again_saves_it():
    now = {**SHOWN, "first_name": "Nico"}
    first = posted(first_name="Nicole")
    assert first.changed_meanwhile(now)
    again = posted(first_name="Nicole", snapshot=str(first["snapshot"].value()))
    assert again.changed_meanwhile(now) == []
    assert again.cleaned_data["first_name"] == "Nicole"


def test_a_form_refused_for_another_reason_keeps_the_first_snapshot():
    snapshot = shown_snapshot()
    form = PersonForm({**POSTED, "first_name": "", "snapshot": snapshot}, initial={**SHOWN, "email": "new@d.fr"})
    assert not form.is_valid()
    assert form["snapshot"].value() == snapshot


@pytest.mark.parametrize("spoilt", ["x", "e30:1xVNyg:forged", "\x00"])
def test_a_snapshot_that_we_did_not_write_is_refused(spoilt: str):
    form = PersonForm({**POSTED, "snapshot": spoilt}, initial=SHOWN)
    assert not form.is_valid()
    assert form["snapshot"].value() != spoilt


def test_a_post_without_snapshot_is_told_nothing():
    form = PersonForm(POSTED, initial=SHOWN)
    assert form.is_valid()
    assert form.changed_meanwhile({**SHOWN, "first_name": "Nico"}) == []


def test_the_summary_says_what_somebody_else_changed():
    form = posted(first_name="Nicole")
    form.changed_meanwhile({**SHOWN, "first_name": "Nico", "country": "BE"})
    page = engines["django"].from_string("{% error_summary form %}").render({"form": form})
    assert "Une autre personne a modifié ces informations pendant votre saisie" in page
    assert '<a href="#id_first_name">Prénom</a> : <del>Nicolas</del> → <ins>Nico</ins>' in page
    assert "votre saisie est gardée" in page
    assert "repris dans le formulaire" in page
    assert "autofocus" in page
