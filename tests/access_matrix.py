"""Who may open what: one line for every address of the site. Reviewed as data; tests/test_access.py plays it.

A line says, for each person of PEOPLE, the status of a GET of an object of ENTREPRISE TEST 2, and of a POST where the
page accepts one. Adding an address without adding its line fails the suite, and so does a line without its address.

    Line("companies:member", "member", get=MEMBERS)
          name of the URL     what its parameters name: keys of tests/world.py, in the order of the address

After a change here: `WRITE_MATRIX=1 .venv/bin/pytest tests/test_access.py -k matrix` and read the diff of
docs/security/matrix.md.
"""

from dataclasses import dataclass, field

PEOPLE = {
    "anonymous": "nobody signed in",
    "newcomer": "a person without any company",
    "bernard": "plain user of the company",
    "nicolas": "administrator of the company on both axes",
    "lucie": "administrator of the socle only",
    "marc": "administrator of the room only",
    "odile": "disabled member of the company",
    "claire": "administrator of another company",
    "staff": "staff of the platform, without a seat",
}


def statuses(everybody: int, **others: int) -> dict[str, int]:
    """The same status for everybody, but for those named."""
    return {person: others.get(person, everybody) for person in PEOPLE}


OK, FOUND, FORBIDDEN, NOT_FOUND, NOT_ALLOWED = 200, 302, 403, 404, 405

EVERYBODY = statuses(OK)
SIGNED_IN = statuses(OK, anonymous=FOUND)
SIGNED_IN_GO_ON = statuses(FOUND)
VISITORS = statuses(FOUND, anonymous=OK)


def members(allowed: int = OK, **others: int) -> dict[str, int]:
    """Active members of the company; the door for nobody, and nothing at all for strangers."""
    strangers = dict.fromkeys(("newcomer", "odile", "claire", "staff"), NOT_FOUND)
    return statuses(allowed, **{"anonymous": FOUND, **strangers, **others})


def administrators(allowed: int = OK, **others: int) -> dict[str, int]:
    """Administrators of the socle; other members are told why not."""
    return members(allowed, **{"bernard": FORBIDDEN, "marc": FORBIDDEN, **others})


MEMBERS, ADMINISTRATORS = members(), administrators()


@dataclass(frozen=True)
class Line:
    """One address: its name, the objects in it, who may read it, who may post to it and what is posted."""

    name: str
    objects: str = ""
    get: dict[str, int] = field(default_factory=lambda: dict(EVERYBODY))
    post: dict[str, int] | None = None
    data: dict[str, str] = field(default_factory=dict)
    note: str = ""


# Addresses that belong to other packages and are under one right: everything whose route starts so.
PREFIXES: dict[str, str] = {}

LINES = [
    Line("jobs:health", get=statuses(503), note="no worker and no scheduler live beside the tests"),
]
