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
POST_ONLY = statuses(NOT_ALLOWED, anonymous=FOUND)


@dataclass(frozen=True)
class Line:
    """One address: its name, the objects in it, who may read it, who may post to it and what is posted."""

    name: str
    objects: str = ""
    get: dict[str, int] = field(default_factory=lambda: dict(EVERYBODY))
    post: dict[str, int] | None = None
    data: dict[str, str] = field(default_factory=dict)
    note: str = ""


def only(person: str, allowed: int = OK, otherwise: int = NOT_FOUND) -> dict[str, int]:
    """An object of that person alone."""
    return statuses(otherwise, **{"anonymous": FOUND, person: allowed})


NOBODY = statuses(NOT_FOUND, anonymous=FOUND)


# Addresses that belong to other packages and are under one right: everything whose route starts so.
PREFIXES: dict[str, str] = {"exploitation/": "staff of the platform alone (Django's admin)"}

# Signing in and one's own account (halle.accounts, on allauth). Everything here is about the person who asks.
ACCOUNT = [
    Line("account_login", get=VISITORS, post=VISITORS),
    Line("mfa_authenticate", get=SIGNED_IN_GO_ON, post=SIGNED_IN_GO_ON, note="only in the middle of a sign-in"),
    Line("mfa_login_webauthn", get=SIGNED_IN_GO_ON, post=SIGNED_IN_GO_ON),
    Line("account_logout", get=SIGNED_IN, post=SIGNED_IN_GO_ON),
    Line("account_inactive"),
    Line("account_change_password", get=SIGNED_IN, post=SIGNED_IN),
    Line("account_set_password", get=SIGNED_IN_GO_ON, post=SIGNED_IN_GO_ON, note="everybody here has one"),
    Line("account_reset_password", post=EVERYBODY),
    Line("account_reset_password_done"),
    Line("account_reset_password_from_key", "nobody wrong_key", post=EVERYBODY),
    Line("account_reset_password_from_key_done"),
    Line("account_reauthenticate", get=SIGNED_IN, post=SIGNED_IN),
    Line("mfa_reauthenticate", get=SIGNED_IN_GO_ON, post=SIGNED_IN_GO_ON, note="nobody here has a second factor"),
    Line("mfa_reauthenticate_webauthn", get=SIGNED_IN_GO_ON, post=SIGNED_IN_GO_ON),
    Line("account_email", get=SIGNED_IN, post=SIGNED_IN_GO_ON),
    Line("account_email_verification_sent"),
    Line("account_confirm_email", "wrong_key", post=statuses(NOT_FOUND)),
    Line("mfa_index", get=SIGNED_IN),
    Line("mfa_activate_totp", get=SIGNED_IN, post=SIGNED_IN),
    Line("mfa_deactivate_totp", get=NOBODY, post=NOBODY),
    Line("mfa_view_recovery_codes", get=NOBODY),
    Line("mfa_generate_recovery_codes", get=SIGNED_IN, post=SIGNED_IN),
    Line("mfa_download_recovery_codes", get=NOBODY),
    Line("mfa_list_webauthn", get=SIGNED_IN),
    Line("mfa_add_webauthn", get=SIGNED_IN, post=SIGNED_IN),
    Line("mfa_edit_webauthn", "passkey", get=only("nicolas"), post=only("nicolas")),
    Line("mfa_remove_webauthn", "passkey", get=only("nicolas"), post=only("nicolas", FOUND)),
    Line("usersessions_list", get=SIGNED_IN, post=SIGNED_IN_GO_ON),
    Line("usersessions_end", "session", get=POST_ONLY, post=only("nicolas", FOUND)),
]

MESSAGES = [
    Line("mail:inbox", get=SIGNED_IN),
    Line("mail:message", "message", get=only("nicolas"), post=only("nicolas", FOUND)),
    Line("mail:read_all", get=POST_ONLY, post=SIGNED_IN_GO_ON),
]

# Homes, one's own part of each company, pages about the site.
HOMES = [
    Line("portal:welcome", get=VISITORS),
    Line("portal:account", get=SIGNED_IN),
    Line("portal:notifications", get=SIGNED_IN, post=SIGNED_IN),
    Line("portal:export", get=SIGNED_IN, post=SIGNED_IN, note="one's own data and nobody else's"),
    Line("portal:companies", get=SIGNED_IN),
    Line("portal:socle_home", "company", get=MEMBERS),
    Line("portal:platform", "company", get=MEMBERS),
    Line("portal:leave", "company", get=MEMBERS, post=members(FOUND)),
    Line("portal:help"),
    Line("portal:legal"),
    Line("portal:accessibility"),
    Line("portal:privacy"),
]

# The company's own record.
RECORD = [
    Line("companies:naf_search", get=SIGNED_IN, note="the public nomenclature"),
    Line("companies:sheet", "company", get=MEMBERS),
    Line("companies:edit", "company", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("companies:officer_add", "company", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("companies:officer_edit", "company officer", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("companies:officer_remove", "company officer", get=ADMINISTRATORS, post=administrators(FOUND)),
    Line(
        "companies:register", "company", get=ADMINISTRATORS, post=ADMINISTRATORS, note="no register in tests: says so"
    ),
    Line("companies:register_ask", "company", get=POST_ONLY, post=administrators(FOUND)),
    Line("companies:register_report", "company provided", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("companies:register_restore", "company kept", get=ADMINISTRATORS, post=administrators(FOUND)),
]

# Its places, what its people propose, its journal.
PLACES = [
    Line("companies:establishments", "company", get=MEMBERS),
    Line("companies:establishment", "company establishment", get=MEMBERS),
    Line("companies:establishment_create", "company", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("companies:establishment_edit", "company establishment", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line(
        "companies:establishment_close",
        "company establishment",
        get=ADMINISTRATORS,
        post=ADMINISTRATORS,
        note="refused on the page: somebody works there",
    ),
    Line("companies:establishment_reopen", "company establishment", get=ADMINISTRATORS, post=administrators(FOUND)),
    Line(
        "companies:establishment_head_office", "company establishment", get=ADMINISTRATORS, post=administrators(FOUND)
    ),
    Line("companies:proposals", "company", get=MEMBERS, note="a plain user sees his own"),
    Line("companies:proposal_create", "company", get=MEMBERS, post=MEMBERS),
    Line("companies:proposal", "company proposal", get=ADMINISTRATORS, post=ADMINISTRATORS, note="and its author"),
    Line("companies:journal", "company", get=ADMINISTRATORS),
    Line("companies:journal_csv", "company", get=POST_ONLY, post=ADMINISTRATORS),
]

# The people of a company.
PEOPLE_OF_A_COMPANY = [
    Line(
        "companies:invitation",
        "token",
        get=statuses(FORBIDDEN, anonymous=OK),
        post=statuses(FORBIDDEN, anonymous=OK),
        note="a new person who holds the link; somebody signed in as another is told so",
    ),
    Line("companies:members", "company", get=ADMINISTRATORS),
    Line("companies:member_create", "company", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("companies:members_print", "company", get=ADMINISTRATORS),
    Line("companies:members_csv", "company", get=POST_ONLY, post=ADMINISTRATORS),
    Line("companies:member", "company member", get=ADMINISTRATORS),
    Line("companies:member_edit", "company member", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("companies:member_roles", "company member", get=ADMINISTRATORS),
    Line("companies:member_roles_edit", "company member", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("companies:member_disable", "company member", get=ADMINISTRATORS, post=administrators(FOUND)),
    Line("companies:member_enable", "company member", get=ADMINISTRATORS, post=administrators(FOUND)),
    Line("companies:member_remove", "company member", get=ADMINISTRATORS, post=administrators(FOUND)),
    Line("companies:member_invite_again", "company member", get=POST_ONLY, post=administrators(FOUND)),
]

# Proving that one may act (halle.enrolment), and the operators who decide.
PROOFS = [
    Line("enrolment:verification", "company", get=ADMINISTRATORS),
    Line("enrolment:proof_mail", "company", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("enrolment:proof_letter", "company", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("enrolment:proof_kbis", "company", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("enrolment:proof_officer", "company", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("enrolment:proof_code", "company code_proof", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("enrolment:proof_abandon", "company code_proof", get=POST_ONLY, post=administrators(FOUND)),
]

# Joining a known company, and the deputy of its administrators (halle.enrolment).
JOINING = [
    Line("enrolment:joinings", "company", get=ADMINISTRATORS),
    Line("enrolment:joining", "company joining", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("enrolment:own_requests", get=SIGNED_IN, note="one's own, and nothing of the companies"),
    Line("enrolment:own_request_withdraw", "own_joining", get=POST_ONLY, post=only("nicolas", FOUND)),
    Line("enrolment:deputy", "company", get=ADMINISTRATORS, post=ADMINISTRATORS),
    Line("enrolment:deputy_withdraw", "company", get=POST_ONLY, post=administrators(FOUND)),
    Line(
        "enrolment:take_over",
        "company",
        get=members(FORBIDDEN),
        post=members(FORBIDDEN),
        note="the deputy, once he is asked",
    ),
]
# Taking over a company that nobody administers (halle.enrolment): whoever asked, and those who may object.
RECOVERY = [
    Line("enrolment:recoveries", get=SIGNED_IN, note="one's own, and nothing of the companies"),
    Line("enrolment:recovery", "own_recovery", get=only("nicolas")),
    Line("enrolment:recovery_withdraw", "own_recovery", get=POST_ONLY, post=only("nicolas", FOUND)),
    Line("enrolment:recovery_mail", "own_recovery", get=only("nicolas"), post=only("nicolas")),
    Line("enrolment:recovery_letter", "own_recovery", get=only("nicolas"), post=only("nicolas")),
    Line("enrolment:recovery_kbis", "own_recovery", get=only("nicolas"), post=only("nicolas")),
    Line("enrolment:recovery_officer", "own_recovery", get=only("nicolas"), post=only("nicolas")),
    Line("enrolment:recovery_code", "own_recovery own_proof", get=only("nicolas"), post=only("nicolas")),
    Line("enrolment:recovery_abandon", "own_recovery own_proof", get=POST_ONLY, post=only("nicolas", FOUND)),
    Line("enrolment:objection", "objection", post=EVERYBODY, note="whoever holds the signed link of the mail"),
]
# « Créer votre compte entreprise »: open to everybody; a step that is not reached yet leads to the first one.
GO_ON = statuses(FOUND)
SIGNUP = [
    Line("enrolment:signup"),
    Line("enrolment:signup_siret", post=EVERYBODY),
    Line("enrolment:signup_foreign", post=EVERYBODY),
    Line("enrolment:signup_company", get=GO_ON, post=GO_ON),
    Line("enrolment:signup_place", get=GO_ON, post=GO_ON),
    Line("enrolment:signup_places", get=GO_ON, post=GO_ON),
    Line("enrolment:signup_account", get=GO_ON, post=GO_ON),
    Line("enrolment:signup_waiting", get=GO_ON, post=GO_ON, note="one's own sign-up, by the session"),
    Line("enrolment:signup_again", get=statuses(NOT_ALLOWED), post=GO_ON, note="one's own sign-up, by the session"),
    Line("enrolment:signup_confirm", "signup_token", post=GO_ON, note="whoever holds the link"),
    Line("enrolment:signup_done", get=GO_ON, note="right after a confirmation, by the session"),
]
OPERATORS = statuses(NOT_FOUND, anonymous=FOUND, staff=OK)
OPERATORS_GO_ON = statuses(NOT_FOUND, anonymous=FOUND, staff=FOUND)
DESK = [
    Line("enrolment:desk", get=OPERATORS),
    Line("enrolment:desk_proof", "kbis_proof", get=OPERATORS, post=OPERATORS),
    Line("enrolment:desk_piece", "kbis_proof piece", get=POST_ONLY, post=OPERATORS, note="written in the journal"),
    Line("enrolment:desk_letter", "letter_proof", get=POST_ONLY, post=OPERATORS),
    Line("enrolment:desk_posted", "letter_proof", get=POST_ONLY, post=OPERATORS_GO_ON),
    Line("enrolment:desk_recovery", "judged_recovery", get=OPERATORS, post=OPERATORS),
]

LINES = [
    Line("jobs:health", get=statuses(503), note="no worker and no scheduler live beside the tests"),
    *ACCOUNT,
    *MESSAGES,
    *HOMES,
    *RECORD,
    *PLACES,
    *PEOPLE_OF_A_COMPANY,
    *PROOFS,
    *JOINING,
    *SIGNUP,
    *RECOVERY,
    *DESK,
]
