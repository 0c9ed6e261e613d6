"""Who may do what in a company: pure functions, no query, one file a noun."""

from halle.companies.policies.company import edit_company, read_journal, view_company

__all__ = ["edit_company", "read_journal", "view_company"]
