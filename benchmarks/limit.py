"""The limit: the users list with the same queries and the same HTML, joined by f-strings and nothing else.

The page's frame (header, menus, filters) is taken once from the real page; what changes with each request (names, CSRF
token, rows) is put in by f-strings. benchmarks.users_list checks that both pages weigh the same.
"""

import re

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from halle.companies.scope import company_of
from halle.companies.selectors import members as selectors
from halle.companies.views.members import listing
from halle.ui.templatetags.ui import icon_markup

ROW = re.compile(r"<tbody>.*?</tbody>", re.DOTALL)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def limit(request: HttpRequest, identifier: str) -> HttpResponse:
    """The bare view."""
    company = company_of(request.actor, identifier)  # type: ignore[attr-defined]
    members = selectors.members_of(company)
    total, _administrators = selectors.headcount(company)
    paginator = Paginator(members, 25)
    paginator.count = total
    page = paginator.get_page(1)
    rows = selectors.rows(page.object_list, own=request.actor.user)  # type: ignore[attr-defined, arg-type]
    before, after = _frame(request, identifier)
    body = "".join(_row(row) for row in rows)
    html = f'{before[0]}name="csrfmiddlewaretoken" value="{get_token(request)}"{before[1]}{body}{after}'
    return HttpResponse(html)


FRAMES: dict[str, tuple[list[str], str]] = {}


def _frame(request: HttpRequest, identifier: str) -> tuple[list[str], str]:
    if identifier not in FRAMES:
        html = listing(request, identifier=identifier).content.decode()  # type: ignore[attr-defined]
        head, tail = ROW.split(html)
        FRAMES[identifier] = (TOKEN.split(head, maxsplit=1), "</tbody>" + tail)
        FRAMES[identifier][0][1] += "<tbody>"
    return FRAMES[identifier]


def _act(row: selectors.Row, where: str, icon: str, word: str) -> str:
    return (
        f'\n      <a class="btn-icon" href="{row.id}/{where}" title="{word}">{icon_markup(icon)}'
        f'<span class="visually-hidden">{word} {row.name}</span></a>'
    )


def _row(row: selectors.Row) -> str:
    acts = _act(row, "", "eye", "Voir") + _act(row, "modifier/", "edit", "Modifier")
    if not row.is_own:
        disabled = row.state == "disabled"
        acts += "\n        " + (
            _act(row, "reactiver/", "enable", "Réactiver")
            if disabled
            else _act(row, "desactiver/", "disable", "Désactiver")
        )
        acts += "\n        " + _act(row, "supprimer/", "delete", "Supprimer")
    tag = f' <span class="tag tag-{row.words[1]}">{row.words[0]}</span>' if row.words else ""
    return f"""<tr>
  <th scope="row"><a href="{row.id}/">{row.name}</a>{tag}</th>
  <td data-label="Courriel">{row.email}</td>
  <td data-label="Date exp. mot de passe">{row.password_expires_on}</td>
  <td data-label="Actions">
    <div class="actions">{acts}
    </div>
  </td>
</tr>
"""
