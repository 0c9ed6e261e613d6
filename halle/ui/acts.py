"""The icons at the end of a row: what one can do with it, each link named after the row.

Made here and not in a template because a list has a hundred of them: a loop of template tags costs more than the
page's queries.
"""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from halle.ui.templatetags.ui import icon_markup

Act = tuple[str, str, str | Promise]


class ActLinks:
    """Links for each (path, icon, word), made once a page: words are translated once, not once a row."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self.markup = "".join(
            f'<a class="btn-icon" href="%(base)s{path}" title="{word}">{icon_markup(icon)}'
            f'<span class="visually-hidden">{word} %(name)s</span></a>'
            for path, icon, word in acts
        )

    def on(self, base: str, name: str) -> SafeString:
        """The links to `base` + path, « Modifier Bernard Dupond » for whoever does not see icons.

        `base` is the site's own; the name is a person's and is escaped.
        """
        return mark_safe(self.markup % {"base": base, "name": escape(name)})  # noqa: S308 - the name is escaped here
