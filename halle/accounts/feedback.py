"""What zxcvbn says of a password, in French."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

UNCOMMON_WORDS = gettext_lazy("Ajoutez un ou deux mots, de préférence peu courants.")
SENTENCES: dict[str, Promise] = {
    "Use a few words, avoid common phrases.": gettext_lazy("Employez plusieurs mots, évitez les phrases connues."),
    "No need for symbols, digits, or uppercase letters.": gettext_lazy(
        "Une suite de mots suffit : les signes, chiffres et majuscules ne sont pas indispensables."
    ),
    "Add another word or two. Uncommon words are better.": UNCOMMON_WORDS,
    "Straight rows of keys are easy to guess.": gettext_lazy("Les rangées de touches du clavier se devinent vite."),
    "Short keyboard patterns are easy to guess.": gettext_lazy("Les petits motifs du clavier se devinent vite."),
    "Use a longer keyboard pattern with more turns.": UNCOMMON_WORDS,
    'Repeats like "aaa" are easy to guess.': gettext_lazy("Les répétitions comme « aaa » se devinent vite."),
    'Repeats like "abcabcabc" are only slightly harder to guess than "abc".': gettext_lazy(
        "« abcabcabc » n’est guère plus difficile à deviner que « abc »."
    ),
    "Avoid repeated words and characters.": gettext_lazy("Évitez de répéter des mots ou des caractères."),
    'Sequences like "abc" or "6543" are easy to guess.': gettext_lazy(
        "Les suites comme « abc » ou « 6543 » se devinent vite."
    ),
    "Avoid sequences.": gettext_lazy("Évitez les suites."),
    "Recent years are easy to guess.": gettext_lazy("Les années récentes se devinent vite."),
    "Avoid recent years.": gettext_lazy("Évitez les années récentes."),
    "Avoid years that are associated with you.": gettext_lazy("Évitez les années liées à votre vie."),
    "Dates are often easy to guess.": gettext_lazy("Les dates se devinent souvent."),
    "Avoid dates and years that are associated with you.": gettext_lazy("Évitez les dates liées à votre vie."),
    "This is a top-10 common password.": gettext_lazy("C’est l’un des dix mots de passe les plus utilisés."),
    "This is a top-100 common password.": gettext_lazy("C’est l’un des cent mots de passe les plus utilisés."),
    "This is a very common password.": gettext_lazy("C’est un mot de passe très courant."),
    "This is similar to a commonly used password.": gettext_lazy("Il ressemble à un mot de passe courant."),
    "A word by itself is easy to guess.": gettext_lazy("Un mot seul se devine vite."),
    "Names and surnames by themselves are easy to guess.": gettext_lazy("Un nom ou un prénom seul se devine vite."),
    "Common names and surnames are easy to guess.": gettext_lazy("Les noms et prénoms courants se devinent vite."),
    "Capitalization doesn't help very much.": gettext_lazy("Mettre une majuscule au début n’aide guère."),
    "All-uppercase is almost as easy to guess as all-lowercase.": gettext_lazy("Tout en majuscules n’aide guère."),
    "Reversed words aren't much harder to guess.": gettext_lazy("Écrire un mot à l’envers n’aide guère."),
    "Predictable substitutions like '@' instead of 'a' don't help very much.": gettext_lazy(
        "Remplacer « a » par « @ » n’aide guère."
    ),
}


def in_french(feedback: dict[str, object]) -> list[str]:
    """The warning and the suggestions, translated; never empty."""
    suggestions = feedback.get("suggestions")
    said = [feedback.get("warning"), *(suggestions if isinstance(suggestions, list) else [])]
    sentences = [str(SENTENCES[text]) for text in said if text in SENTENCES]
    if not sentences:
        sentences = [
            _("Trop facile à deviner : il contient des mots, des noms ou des suites connus."),
            str(UNCOMMON_WORDS),
        ]
    return list(dict.fromkeys(sentences))
