"""Who may sign in to the demonstration, and where: data that needs no database to be printed."""

from dataclasses import dataclass

from halle.companies.models import MembershipState, RoomRole, SocleRole
from halle.portal.demo.names import mailbox

PASSWORD = "Cheval-Tulipe-Phare-1492"  # noqa: S105 - the demonstration's, printed by `make run`
ADMINISTRATOR = (RoomRole.ADMINISTRATOR, SocleRole.ADMINISTRATOR)
EMPLOYEE = (RoomRole.EMPLOYEE, SocleRole.USER)
Roles = tuple[RoomRole, SocleRole]

TEST = "ENTREPRISE TEST 2"
ARMOR = "Armor Numérique"
JOINERY = "Menuiserie Kerouanton"
BREWERY = "Brasserie du Sablon SRL"
POST = "La Poste (démonstration)"
GROUP = "Groupe Littoral Services"
BOATYARD = "Chantier naval Kervella"
OPERATOR = "operateur@halle.example"


@dataclass(frozen=True, slots=True)
class Seated:
    """One person in one company."""

    company: str
    civility: str
    first_name: str
    last_name: str
    domain: str
    roles: Roles = EMPLOYEE
    function: str = ""
    branch: bool = False
    password_age: int = 60
    state: MembershipState = MembershipState.ACTIVE

    @property
    def email(self) -> str:
        """What the person signs in with."""
        return mailbox(self.first_name, self.last_name, self.domain)


DISABLED = MembershipState.DISABLED
ARMOR_DOMAIN, JOINERY_DOMAIN = "armor-numerique.example", "menuiserie-kerouanton.example"
SEATED = (
    Seated(TEST, "m", "Nicolas", "Dupond", "entreprise-test.example", ADMINISTRATOR, "Directeur général"),
    Seated(TEST, "m", "Bernard", "Dupond", "entreprise-test.example", function="Chargé d’affaires", password_age=345),
    Seated(ARMOR, "mme", "Claire", "Le Bihan", ARMOR_DOMAIN, ADMINISTRATOR, "Directrice", password_age=20),
    Seated(
        ARMOR, "m", "Yann", "Kerdoncuff", ARMOR_DOMAIN, (RoomRole.EMPLOYEE, SocleRole.ADMINISTRATOR), "Informatique"
    ),
    Seated(ARMOR, "mme", "Soizic", "Menguy", ARMOR_DOMAIN, function="Responsable d’agence", branch=True),
    Seated(ARMOR, "m", "Paul", "Prigent", ARMOR_DOMAIN, function="Technicien", state=DISABLED, password_age=200),
    Seated(JOINERY, "mme", "Anne-Laure", "Morvan", JOINERY_DOMAIN, ADMINISTRATOR, "Gérante", password_age=338),
    Seated(JOINERY, "m", "Loïc", "Quéré", JOINERY_DOMAIN, function="Chef d’atelier"),
    Seated(ARMOR, "mme", "Anne-Laure", "Morvan", JOINERY_DOMAIN, function="Associée", password_age=338),
    Seated(BREWERY, "m", "Lucas", "Peeters", "brasserie-sablon.example", ADMINISTRATOR, "Administrateur délégué"),
    Seated(BREWERY, "mme", "Emma", "Claes", "brasserie-sablon.example", ADMINISTRATOR, "Ventes"),
    Seated(POST, "mme", "Hélène", "Garnier", "poste-demo.example", ADMINISTRATOR, "Marchés publics"),
    Seated(POST, "m", "Karim", "Haddad", "poste-demo.example", ADMINISTRATOR, "Directeur de secteur", branch=True),
    Seated(BOATYARD, "m", "Maël", "Kervella", "chantier-kervella.example", ADMINISTRATOR, "Gérant"),
    Seated(GROUP, "mme", "Margaux", "Delaunay", "littoral-services.example", ADMINISTRATOR, "Secrétaire générale"),
    Seated(GROUP, "m", "Étienne", "Rousseau", "littoral-services.example", ADMINISTRATOR, "Directeur juridique"),
    Seated(GROUP, "mme", "Jeanne", "Lagadec", "littoral-services.example", function="Chargée d’affaires"),
)


def accounts() -> list[dict[str, object]]:
    """One line for each person in each company where he may act, as `halle demo --accounts` prints them.

    And one for the operator of the platform, who has no company.
    """
    operator: dict[str, object] = {
        "email": OPERATOR,
        "password": PASSWORD,
        "side": "operator",
        "organisation": "",
        "roles": ["Exploitant"],
    }
    seated: list[dict[str, object]] = [
        {
            "email": one.email,
            "password": PASSWORD,
            "side": "company",
            "organisation": one.company,
            "roles": [str(role.label) for role in one.roles],
        }
        for one in SEATED
        if one.state == MembershipState.ACTIVE
    ]
    return [*seated, operator]
