"""Who may do what in a company: pure functions, no query, one file a noun."""

from halle.companies.policies.company import edit_company, read_journal, view_company
from halle.companies.policies.establishments import (
    close_establishment,
    edit_establishments,
    make_head_office,
    propose_establishment,
    view_proposal,
)
from halle.companies.policies.members import (
    change_roles,
    change_state,
    create_member,
    edit_member,
    grant_room_role,
    leave,
    list_members,
    move_member,
    view_member,
)
from halle.companies.policies.register import update_from_register

__all__ = [
    "change_roles",
    "change_state",
    "close_establishment",
    "create_member",
    "edit_company",
    "edit_establishments",
    "edit_member",
    "grant_room_role",
    "leave",
    "list_members",
    "make_head_office",
    "move_member",
    "propose_establishment",
    "read_journal",
    "update_from_register",
    "view_company",
    "view_member",
    "view_proposal",
]
