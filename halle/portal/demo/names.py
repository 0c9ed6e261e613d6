"""Names for invented people and places; the same ones at every run."""

from halle.core.nomenclatures import fold

_FIRST_NAMES = (
    "Agnès Alain Amélie Anne-Marie Antoine Armelle Arthur Aurélie Baptiste Béatrice Benoît Brigitte Camille Catherine "
    "Cédric Chantal Chloé Christophe Clément Corinne Damien Delphine Denis Dominique Élodie Émilie Éric Erwan Estelle "
    "Fabien Fanny Florence François Gaël Gwenaëlle Hélène Hervé Inès Isabelle Jean-Luc Jérôme Julie Karim Laëtitia "
    "Laurent Léa Loïc Lucie Maëlle Marc Mathilde Mohamed Nadia Nolwenn Olivier Pascale Philippe Ronan Sandrine "
    "Solène Thibault"
)
_LAST_NAMES = (
    "Allain Auffret Barbier Baron Beaumont Berger Bernard Blanchard Blin Bouvier Brunet Caradec Carré Chevalier "
    "Collet Corre Cousin Daniel David Deschamps Dubois Dumont Dupuis Fabre Faure Fleury Fontaine Fournier Gallou "
    "Garnier Gauthier Gérard Girard Guégan Guérin Guillou Hamon Henry Hervé Hubert Huet Jacob Jégou Joly Julien "
    "Keraudren Kerbrat Kervella Lambert Laurent Leblanc Lebrun Leclerc Lefèvre Legrand Lemaire Leroy Lucas Maillard "
    "Marchand Martel Masson Menguy Mercier Meunier Michel Morel Moulin Nedelec Nicolas Noël Olivier Paris Perrot "
    "Petit Philippe Picard Prigent Quéré Rannou Renard Renaud Richard Rivière Robin Rolland Roussel Roux Salaün "
    "Simon Tanguy Tessier Thomas Vasseur Vidal Weber Yvon"
)
FUNCTIONS = (
    "Chargé d’affaires",
    "Assistante de direction",
    "Responsable d’agence",
    "Acheteuse",
    "Conducteur de travaux",
    "",
    "Juriste",
    "Technicien de bureau d’études",
    "Comptable",
)
TOWNS = (
    ("35000", "RENNES"),
    ("29200", "BREST"),
    ("56000", "VANNES"),
    ("22000", "SAINT-BRIEUC"),
    ("44000", "NANTES"),
    ("29000", "QUIMPER"),
    ("35400", "SAINT-MALO"),
    ("56100", "LORIENT"),
    ("22300", "LANNION"),
    ("35500", "VITRE"),
    ("01000", "BOURG-EN-BRESSE"),
    ("20000", "AJACCIO"),
    ("97400", "SAINT-DENIS"),
)
STREETS = (
    "RUE DE LA GARE",
    "AVENUE DES GENETS",
    "QUAI DU COMMERCE",
    "BOULEVARD DE L'OCEAN",
    "PLACE DU MARCHE",
    "RUE DES ARDOISIERES",
    "ALLEE DES CHENES",
)
FIRST_NAMES, LAST_NAMES = _FIRST_NAMES.split(), _LAST_NAMES.split()


def person(number: int) -> tuple[str, str]:
    """First and last name of the n-th invented person; no two alike among the first 5,900."""
    return FIRST_NAMES[number % len(FIRST_NAMES)], LAST_NAMES[(number * 7) % len(LAST_NAMES)]


def address(number: int) -> dict[str, str]:
    """Postal address of the n-th invented place."""
    postcode, city = TOWNS[number % len(TOWNS)]
    street = f"{number * 3 % 140 + 1} {STREETS[number % len(STREETS)]}"
    return {"address": street, "postcode": postcode, "city": city}


def mailbox(first_name: str, last_name: str, domain: str) -> str:
    """« nicolas.dupond@… »."""
    return f"{fold(first_name)}.{fold(last_name)}@{domain}".replace(" ", "")
