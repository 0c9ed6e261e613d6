"""A company that nobody administers and whoever asks to take it over, for the world of tests/world.py."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from halle.accounts.models import User
from halle.companies.models import Company
from halle.core.clock import now
from halle.enrolment.models import Proof, ProofKind, ProofPurpose, ProofState, Recovery, RecoveryState
from halle.enrolment.objection_links import token_for
from tests import cast


def recoveries_of(user: User) -> dict[str, Callable[[], Any]]:
    """The person's own recovery and its proof, and the link to object to another one; made when asked for."""

    def elsewhere() -> Company:
        return Company.objects.get_or_create(siren="572015246", defaults={"name": "CANARI-D-RAISON"})[0]

    def own_recovery() -> Recovery:
        return Recovery.objects.get_or_create(company=elsewhere(), user=user)[0]

    def own_proof() -> Proof:
        return Proof.objects.create(
            company=own_recovery().company,
            user=user,
            purpose=ProofPurpose.RECOVERY,
            kind=ProofKind.MAIL_CODE,
            state=ProofState.CODE_SENT,
            target="direction@canari-d.example",
            digest="0" * 64,
            expires_at=now() + timedelta(days=1),
        )

    def objection() -> str:
        applicant = cast.person("paule@nulle-part.example", "Paule", "Repreneur")
        announced = Recovery.objects.create(
            company=elsewhere(),
            user=applicant,
            function="Gérante",
            state=RecoveryState.OPEN,
            told_at=now(),
            objections_until=now() + timedelta(days=7),
        )
        return token_for(announced, None)

    return {"own_recovery": own_recovery, "own_proof": own_proof, "objection": objection}
