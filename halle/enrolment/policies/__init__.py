"""Who may do what about joining, proving and recovering: pure functions, no query, one file a noun."""

from halle.enrolment.policies.deputy import name_deputy
from halle.enrolment.policies.desk import work as work_at_the_desk
from halle.enrolment.policies.joining import answer_joining
from halle.enrolment.policies.proofs import view_proofs

__all__ = ["answer_joining", "name_deputy", "view_proofs", "work_at_the_desk"]
