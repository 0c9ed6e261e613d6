"""What the database itself refuses: changing, deleting, replacing or emptying the journal.

On SQLite `INSERT OR REPLACE` deletes without asking DELETE triggers unless recursive_triggers is on (it is, in our
settings); a trigger before INSERT refuses it in every case. Changing a trigger takes a migration that removes and
installs them again; so does any later migration that makes SQLite rebuild one of these tables (it drops triggers).
"""

from typing import Any

REFUSAL = "The journal is append-only."

# Words of an entry may only be rewritten under a new erasure, with a new salt.
ERASING = (
    "NEW.entry_id = OLD.entry_id AND NEW.salt <> OLD.salt AND NEW.erasure_id IS NOT NULL "
    "AND NEW.erasure_id <> COALESCE(OLD.erasure_id, '')"
)
FORWARD = "NEW.chain = OLD.chain AND NEW.seq = OLD.seq + 1"

# table -> (what an UPDATE must satisfy, what an INSERT may not meet)
TABLES = {
    "audit_entry": ("1 = 0", "hash = NEW.hash OR (chain = NEW.chain AND seq = NEW.seq)"),
    "audit_details": (ERASING, "entry_id = NEW.entry_id"),
    "audit_head": (FORWARD, "chain = NEW.chain"),
}


def names(connection: Any) -> list[tuple[str, str]]:
    """Every trigger that must be there, with its table."""
    acts = ("update", "delete", "insert" if connection.vendor == "sqlite" else "truncate")
    return [(f"{table}_{act}", table) for table in TABLES for act in acts]


def install(connection: Any) -> None:
    """Create the triggers."""
    _run(connection, _sqlite() if connection.vendor == "sqlite" else _postgresql())


def remove(connection: Any) -> None:
    """Drop the triggers: only for tests, and for a migration that installs them again."""
    if connection.vendor == "sqlite":
        _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for name, _table in names(connection)])
        return
    drops = [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in names(connection)]
    _run(connection, [*drops, "DROP FUNCTION IF EXISTS audit_refuse()"])


def missing(connection: Any) -> set[str]:
    """Triggers that somebody took away or switched off."""
    query = "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {name for (name,) in cursor.fetchall()}
    return {name for name, _table in names(connection)} - found


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    statements = []
    for table, (update, insert) in TABLES.items():
        known = f"EXISTS (SELECT 1 FROM {table} WHERE {insert})"  # noqa: S608 - constants
        statements += [
            f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} WHEN NOT ({update}) {refuse}",
            f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_insert BEFORE INSERT ON {table} WHEN {known} {refuse}",
        ]
    return statements


def _postgresql() -> list[str]:
    body = f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END"
    statements = [f"CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"]
    refuse = "EXECUTE FUNCTION audit_refuse()"
    for table, (update, _insert) in TABLES.items():
        statements += [
            f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} FOR EACH ROW WHEN (NOT ({update})) {refuse}",
            f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}",
            f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
        ]
    return statements
