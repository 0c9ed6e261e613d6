"""Template tags and filters of the design system; built in, so that templates load nothing."""

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.template.base import FilterExpression, Node, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from halle.core.clock import today
from halle.core.decisions import Decision
from halle.core.identifiers import display_siren, display_siret
from halle.ui.pagination import pagination_markup

register = template.Library()


@cache
def icon_markup(name: str) -> SafeString:
    """The icon as a reference into the sprite `ui/icons.svg`: one file for the whole site, kept by the browser."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("ui/icons.svg"),
        name,
    )


class IconNode(Node):
    """One icon; costs a dictionary look-up."""

    def __init__(self, name: FilterExpression) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        return icon_markup(str(self.name.resolve(context)))


@register.tag
def icon(parser: Parser, token: Token) -> IconNode:
    """`{% icon "edit" %}`: decoration beside a text, never alone."""
    parts = token.split_contents()
    if len(parts) != 2:
        raise template.TemplateSyntaxError("icon takes one name")
    return IconNode(parser.compile_filter(parts[1]))


@register.simple_tag(takes_context=True)
def block_text(context: Context, name: str) -> str:
    """What the page wrote in that block, once more: the title is also the heading."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return block.render(context).strip() if block else ""


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """« Erreur : » in front of the page's title when a form of the page was refused."""
    form = context.get("form")
    return _("Erreur : ") if isinstance(form, forms.BaseForm) and form.is_bound and form.errors else ""


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, object]:
    """All that was refused, with a link to each field; and what somebody else changed meanwhile (SnapshotMixin)."""
    wrong = [form[name] for name in form.fields if name in form.errors] if form.is_bound else []
    return {
        "form": form,
        "wrong": [(_anchor(bound), _complaint(bound)) for bound in wrong],
        "differences": [(_anchor(form[item.name]), item) for item in getattr(form, "differences", [])],
        "refused": form.is_bound and bool(form.errors),
    }


def _anchor(bound: forms.BoundField) -> str:
    if bound.is_hidden:
        return ""
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label


def _complaint(bound: forms.BoundField) -> str:
    label, error = str(bound.label), str(bound.errors[0])
    return (
        error if bound.is_hidden or label in error else _("%(label)s : %(error)s") % {"label": label, "error": error}
    )


@register.inclusion_tag("ui/field.html")
def field(bound: forms.BoundField) -> dict[str, object]:
    """One field: label, required mark, hint, input, error, all linked."""
    lock_reason = getattr(bound.field, "lock_reason", "")
    describedby = bound.aria_describedby or ""
    if lock_reason:
        describedby = f"{describedby} {bound.auto_id}_lock".strip()
    attrs: dict[str, str | bool] = {"aria-describedby": describedby} if describedby and not bound.use_fieldset else {}
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attrs),
        "describedby": describedby,
        "is_check": isinstance(bound.field.widget, forms.CheckboxInput),
        "lock_reason": lock_reason,
    }


@register.inclusion_tag("ui/form_fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, object]:
    """Every field of the form, hidden ones included."""
    return {"form": form}


@register.simple_tag
def required_note() -> SafeString:
    """The sentence of S-010."""
    return format_html('<p class="required-note">{}</p>', _("les champs indiqués par * sont obligatoires"))


@register.simple_tag(takes_context=True)
def pagination(context: Context, page_obj: "Page[Any]") -> SafeString:
    """Links to the other pages of the list; nothing when there is one page."""
    request = context.get("request")
    query = request.GET if request else None
    return pagination_markup(page_obj, query, before=icon_markup("previous"), after=icon_markup("next"))


@register.simple_tag
def tag(label: str | Promise, kind: str = "neutral") -> SafeString:
    """A short state beside a name: neutral, success, warning, danger or info."""
    return format_html('<span class="tag tag-{}">{}</span>', kind, label)


@register.simple_tag
def empty_state(title: str | Promise, text: str | Promise = "") -> SafeString:
    """What a list says when it is empty, and what one can do about it."""
    more = format_html("<p>{}</p>", text) if text else ""
    return format_html('<div class="empty">{}<p class="empty-title">{}</p>{}</div>', icon_markup("empty"), title, more)


@cache
def _policy(dotted: str) -> Callable[..., Decision]:
    app, _dot, name = dotted.partition(".")
    policy: Callable[..., Decision] = getattr(import_module(f"halle.{app}.policies"), name)
    return policy


@register.simple_tag(takes_context=True)
def may(context: Context, policy: str, *things: object) -> Decision:
    """`{% may "companies.edit_company" company as edit %}`: the policy's own answer for who is signed in."""
    return _policy(policy)(context["request"].actor, *things)


@register.filter
def siren(value: str | None) -> str:
    """Grouped by three."""
    return display_siren(value or "")


@register.filter
def siret(value: str | None) -> str:
    """SIREN grouped by three, then the NIC."""
    return display_siret(value or "")


@register.filter
def longdate(value: date | None) -> str:
    """« Lundi 02 juillet 2018 » (S-007)."""
    text = date_format(value, "l d F Y") if value else ""
    return text[:1].upper() + text[1:]


@register.simple_tag
def now_long() -> str:
    """Today, as the socle's breadcrumb says it (S-007)."""
    return _long(today(), get_language())


@lru_cache(maxsize=8)
def _long(day: date, _language: str | None) -> str:
    return longdate(day)


@lru_cache(maxsize=4096)
def _address(_urlconf: object, _prefix: str, name: str, *args: object) -> str:
    return reverse(name, args=args)


@register.simple_tag
def address(name: str, *args: object) -> str:
    """`{% url %}` for the shells: the same answer, remembered, because every page asks for the same ten addresses."""
    return _address(*_place(), name, *args)


def _place() -> tuple[object, str]:
    return get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()


@lru_cache(maxsize=64)
def _kept(name: str, _where: object, house: tuple[tuple[str, object], ...]) -> SafeString:
    return render_to_string(name, {"house": dict(house)})


@register.simple_tag(takes_context=True)
def kept(context: Context, name: str) -> SafeString:
    """`{% include %}` for what says the same on every page: rendered once, from the deployer's names alone."""
    return _kept(name, (*_place(), get_language()), tuple(context["house"].items()))


@register.filter
def or_unknown(value: object, fallback: str | Promise) -> object:
    """The value, or a muted word that says that there is none."""
    if value or value == 0:
        return value
    return format_html('<span class="unknown">{}</span>', fallback)
