"""Two companies with all that addresses can name: A, where people of the matrix are, and B, full of canaries."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.test import Client

from halle.accounts.models import User
from halle.accounts.testing import sign_in
from halle.companies.models import (
    Company,
    Establishment,
    EstablishmentProposal,
    FieldSource,
    Invitation,
    Membership,
    MembershipState,
    Officer,
    Source,
)
from halle.companies.services.invitations import LIFE, digest_of
from halle.core.clock import now, today
from halle.enrolment.models import (
    Application,
    Evidence,
    JoinRequest,
    Proof,
    ProofKind,
    ProofPurpose,
    ProofState,
    Recovery,
    RecoveryState,
)
from halle.mail import services as mail
from halle.mail.models import Message
from tests import cast
from tests.world_recovery import recoveries_of


@dataclass
class World:
    """A company, its people by name, and its objects by the names that the lines of the matrix use."""

    company: Company
    people: dict[str, User]
    objects: dict[str, Any] = field(default_factory=dict)

    def value(self, key: str) -> str:
        """What names the object in an address."""
        if key == "company":
            return self.company.identifier
        if callable(self.objects[key]):
            self.objects[key] = self.objects[key]()
        thing = self.objects[key]
        return str(getattr(thing, "pk", thing))

    def filled(self, data: dict[str, str]) -> dict[str, str]:
        """Posted data where « @member » stands for the key of that object."""
        return {name: self.value(text[1:]) if text.startswith("@") else text for name, text in data.items()}


def invitation_of(company: Company) -> str:
    """The token of an invitation that a new person has not used yet."""
    user = User.objects.create_user("ines@entreprise-test.example", None, first_name="Inès", last_name="Morvan")
    seat = Membership.objects.create(
        user=user, company=company, establishment=company.head_office, first_name="Inès", last_name="Morvan"
    )
    token = "un-jeton-d-invitation"
    Invitation.objects.create(membership=seat, digest=digest_of(token), expires_at=now() + LIFE)
    return token


def things_of_an_account(user: User) -> dict[str, Any]:
    """What only that person may name: his session, passkey, request to join; made when asked for."""

    def passkey() -> Authenticator:
        return Authenticator.objects.create(
            user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Clé de bureau", "credential": {}}
        )

    def session() -> UserSession:
        key = sign_in(Client(), user).session.session_key
        return UserSession.objects.get(session_key=key)

    def message() -> Message:
        return mail.post_raw(user.email, "Un message", "Bonjour.", user=user, name="tests/message", secret=False)

    def own_joining() -> JoinRequest:
        elsewhere = Company.objects.create(name="CANARI-C-RAISON", siren="542107651")
        return JoinRequest.objects.create(company=elsewhere, user=user)

    made_when_asked = {"message": message, "session": session, "passkey": passkey, "own_joining": own_joining}
    others = {"nobody": "abc", "wrong_key": "abc-def", "signup_token": signup_token}
    return {**made_when_asked, **recoveries_of(user), **others}


def signup_token() -> str:
    """The token of a sign-up that waits for its address to be confirmed."""
    token = "un-jeton-d-inscription"
    Application.objects.create(
        email="ronan@scierie.example",
        first_name="Ronan",
        last_name="Le Bihan",
        password=make_password("Une-Galette-De-Ble-Noir-7"),
        siret="44306184100047",
        company_values={"name": "SCIERIE DU PORT"},
        digest=digest_of(token),
        expires_at=now() + timedelta(days=1),
    )
    return token


def joining_of(company: Company, mark: str) -> JoinRequest:
    """Somebody who wants to join the company."""
    person = cast.person(f"{mark}jules@{company.siren}.example".lower(), f"{mark}Jules", "Le Roux")
    return JoinRequest.objects.create(
        company=company, user=person, function=f"{mark}Acheteur", message=f"{mark}Bonjour", phone="02 99 00 00 09"
    )


def proofs_of(company: Company, person: User, mark: str) -> dict[str, Any]:
    """Proofs in the states that addresses ask for."""

    def proof(kind: ProofKind, state: ProofState, **values: Any) -> Proof:
        purpose = ProofPurpose.VERIFICATION
        return Proof.objects.create(company=company, user=person, purpose=purpose, kind=kind, state=state, **values)

    kbis = proof(ProofKind.KBIS, ProofState.SUBMITTED, issued_on=today(), reason=f"{mark}Motif")

    def piece() -> Evidence:
        found = Evidence(proof=kbis, name=f"{mark}kbis.pdf", size=8, sha256="0" * 64)
        found.file.save("kbis.pdf", ContentFile(b"%PDF-1.7"))
        return found

    return {
        "code_proof": proof(
            ProofKind.MAIL_CODE,
            ProofState.CODE_SENT,
            target=f"{mark}direction@entreprise-test.example".lower(),
            digest="0" * 64,
            expires_at=now() + timedelta(days=1),
        ),
        "letter_proof": proof(ProofKind.LETTER_CODE, ProofState.TO_POST, target=f"{mark}ENTREPRISE | 35510 CESSON"),
        "kbis_proof": kbis,
        "piece": piece,
        "judged_recovery": lambda: Recovery.objects.create(
            company=company, user=person, state=RecoveryState.TO_DECIDE, message=f"{mark}Message"
        ),
    }


def objects_of(company: Company, mark: str = "") -> dict[str, Any]:
    """One of each kind of child, so that every address can be built."""
    branch = Establishment.objects.create(
        company=company, name=f"{mark}Agence", nic="00082", city=f"{mark}RENNES", address=f"{mark}8 RUE PATIS TATELIN"
    )
    person = User.objects.create_user(f"{mark}agent@{company.siren}.example".lower(), "x", first_name=f"{mark}Agnès")
    member = Membership.objects.create(
        user=person,
        company=company,
        establishment=branch,
        state=MembershipState.ACTIVE,
        first_name=f"{mark}Agnès",
        last_name=f"{mark}Agent",
        email=person.email,
        function=f"{mark}Fonction",
    )
    officer = Officer.objects.create(company=company, last_name=f"{mark}DIRIGEANT", function=f"{mark}DG")
    proposal = EstablishmentProposal.objects.create(
        company=company, proposed_by=member, name=f"{mark}Proposition", city=f"{mark}BREST", message=f"{mark}Merci"
    )
    return {
        "token": lambda: invitation_of(company),
        "establishment": branch,
        "member": member,
        "officer": officer,
        "proposal": proposal,
        "joining": joining_of(company, mark),
        **sources_of(company, mark),
        **proofs_of(company, person, mark),
    }


def sources_of(company: Company, mark: str) -> dict[str, Any]:
    """One field that the State provides, and one that the company keeps against it."""
    given = FieldSource(company=company, field="category", source=Source.INSEE, since=today())
    kept = FieldSource(
        company=company,
        field="acronym",
        source=Source.KEPT,
        since=today(),
        reason=f"{mark}Motif",
        state_value=f"{mark}AUTRE",
    )
    FieldSource.objects.bulk_create([given, kept])
    return {"provided": given.key, "kept": kept.key}
