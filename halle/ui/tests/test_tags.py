"""Template tags: what a page writes, and what comes out."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils.translation import gettext_lazy

from halle.core.actors import ANONYMOUS, Actor, Role, Seat, Side
from halle.ui.forms import HalleForm


def rendered(template: str, query: str = "", **context: Any) -> str:
    request = RequestFactory().get(f"/{query}")
    request.actor = context.pop("actor", ANONYMOUS)  # type: ignore[attr-defined]
    return engines["django"].from_string(template).render(context, request)


class Form(HalleForm):
    name = forms.CharField(label="Nom", help_text="Comme sur la <em>carte</em>.")
    kind = forms.ChoiceField(label="Nature", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="D’accord")
    hidden = forms.CharField(required=False, widget=forms.HiddenInput)


def test_a_field_links_its_label_hint_and_error():
    page = rendered("{% field form.name %}", form=Form({}))
    assert '<label for="id_name">Nom <span class="required" aria-hidden="true">*</span></label>' in page
    assert 'id="id_name_helptext"' in page
    assert 'id="id_name_error"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert " required " in page


def test_a_field_without_fault_says_nothing_of_errors():
    page = rendered("{% field form.name %}", form=Form())
    assert "error" not in page
    assert "aria-invalid" not in page


def test_a_group_of_choices_is_a_fieldset_with_its_error():
    page = rendered("{% field form.kind %}", form=Form({}))
    assert "<fieldset" in page
    assert "<legend>Nature" in page
    assert 'aria-describedby="id_kind_error"' in page


def test_a_locked_field_explains_itself():
    form = Form(initial={"name": "ENTREPRISE TEST 2"})
    form.lock("name", gettext_lazy("Fourni par l’INSEE."))
    page = rendered("{% field form.name %}", form=form)
    assert "disabled" in page
    assert 'id="id_name_lock"' in page
    assert 'aria-describedby="id_name_helptext id_name_lock"' in page


def test_all_fields_come_with_the_hidden_ones_and_in_order():
    page = rendered("{% form_fields form %}", form=Form())
    assert page.index('name="hidden"') < page.index('name="name"') < page.index('name="kind"')


def test_the_summary_takes_focus_and_leads_to_each_field():
    page = rendered("{% error_summary form %}", form=Form({}))
    assert 'role="alert" tabindex="-1" autofocus' in page
    assert '<a href="#id_name">Renseignez le champ «\u00a0Nom\u00a0».</a>' in page
    assert '<a href="#id_agreed">Cochez «\u00a0D’accord\u00a0».</a>' in page
    assert '<a href="#id_kind_0">' in page  # the first choice of the group
    assert "Nom :" not in page


def test_an_identifier_is_given_once():
    page = rendered("{% form_fields form %}", form=Form({}))
    identifiers = re.findall(r' id="([^"]+)"', page)
    assert sorted(identifiers) == sorted(set(identifiers))


def test_the_summary_names_the_field_when_the_sentence_does_not():
    form = Form({"name": "a\u202eb", "kind": "a", "agreed": "on"})
    assert '<a href="#id_name">Nom : Ce texte contient' in rendered("{% error_summary form %}", form=form)


@pytest.mark.parametrize("form", [Form(), Form({"name": "a", "kind": "a", "agreed": "on"})])
def test_no_summary_without_error(form: Form):
    assert rendered("{% error_summary form %}", form=form).strip() == ""


def test_errors_of_the_whole_form_are_in_the_summary():
    form = Form({"name": "a", "kind": "a", "agreed": "on"})
    form.add_error(None, "Choisissez l’un ou l’autre.")
    assert "<li>Choisissez l’un ou l’autre.</li>" in rendered("{% error_summary form %}", form=form)


def test_what_was_typed_is_escaped():
    form = Form({"name": '"><script>alert(1)</script>'})
    page = rendered("{% error_summary form %}{% form_fields form %}", form=form)
    assert "<script>" not in page


def test_the_sentence_about_required_fields_is_the_tutorials():
    assert "les champs indiqués par * sont obligatoires" in rendered("{% required_note %}")


def test_an_icon_is_decoration():
    page = rendered('{% icon "edit" %}')
    assert 'aria-hidden="true"' in page
    assert "ui/icons.svg#edit" in page


def test_an_icon_has_one_name():
    with pytest.raises(TemplateSyntaxError):
        rendered("{% icon %}")


def test_pagination_keeps_sort_and_filters():
    page = Paginator(range(3000), 25).get_page(7)
    html = rendered("{% pagination page %}", "?tri=-nom&q=caf%C3%A9&page=7", page=page)
    assert 'href="?tri=-nom&amp;q=caf%C3%A9&amp;page=6" rel="prev"' in html
    assert 'href="?tri=-nom&amp;q=caf%C3%A9&amp;page=8" rel="next"' in html
    assert 'href="?tri=-nom&amp;q=caf%C3%A9&amp;page=120"' in html
    assert 'aria-current="page"' in html
    assert html.count("…") == 2


def test_the_first_and_last_pages_have_one_way():
    pages = Paginator(range(60), 25)
    assert 'rel="prev"' not in rendered("{% pagination page %}", page=pages.get_page(1))
    assert 'rel="next"' not in rendered("{% pagination page %}", page=pages.get_page(3))


def test_one_page_needs_no_pagination():
    assert rendered("{% pagination page %}", page=Paginator(range(25), 25).get_page(1)).strip() == ""


def test_texts_given_to_tags_are_escaped():
    assert "<b>" not in rendered('{% tag x "success" %}{% empty_state x x %}{{ ""|or_unknown:x }}', x="<b>")


def test_a_tag_has_its_kind():
    assert rendered('{% tag "Actif" "success" %}') == '<span class="tag tag-success">Actif</span>'


class Company:
    """Enough of a company for a policy."""

    pk = uuid4()


def test_may_gives_the_policys_own_answer():
    company = Company()
    seat = Seat(Side.COMPANY, company.pk, uuid4(), roles=frozenset({Role.SOCLE_ADMINISTRATOR}))
    template = (
        '{% may "companies.edit_company" company as edit %}{% if edit %}oui{% else %}{{ edit.reason }}{% endif %}'
    )
    assert rendered(template, company=company, actor=Actor(user=uuid4(), name="N", seats=(seat,))) == "oui"
    assert rendered(template, company=company).startswith("Seul un administrateur")


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("'732829320'|siren", "732\u00a0829\u00a0320"),
        ("'73282932000074'|siret", "732\u00a0829\u00a0320\u00a000074"),
        ("day|longdate", "Lundi 02 juillet 2018"),
        ("none|longdate", ""),
        ("none|siren", ""),
        ("'SARL'|or_unknown:'Non renseignée'", "SARL"),
        ("0|or_unknown:'Non renseignée'", "0"),
        ("''|or_unknown:'Non renseignée'", '<span class="unknown">Non renseignée</span>'),
    ],
)
def test_filters_show_values_as_the_tutorial_does(expression: str, shown: str):
    assert rendered("{{ " + expression + " }}", day=date(2018, 7, 2), none=None) == shown
