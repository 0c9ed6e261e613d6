"""A user is deactivated (and thrown out at once), reactivated, deleted after a confirmation."""

from tests.browser.conftest import WITH_AND_WITHOUT


@WITH_AND_WITHOUT
def test_deactivated_then_reactivated(visit):
    nicolas, bernard = visit("nicolas"), visit("bernard")
    nicolas.open("companies:members", "company")
    nicolas.act("Désactiver", "Bernard Dupond")
    nicolas.check()
    bernard.open("companies:sheet", "company")
    assert bernard.page.get_by_role("heading", name="ENTREPRISE TEST 2", level=1).count() == 0
    nicolas.open("companies:members", "company")
    nicolas.act("Réactiver", "Bernard Dupond")
    bernard.sign_in("bernard")
    bernard.is_at("/mon-compte/")
    bernard.sees("ENTREPRISE TEST 2")


@WITH_AND_WITHOUT
def test_deleted_after_a_confirmation(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:members", "company")
    nicolas.act("Supprimer", "Bernard Dupond")
    nicolas.check()
    nicolas.open("companies:members", "company")
    nicolas.does_not_see("Bernard Dupond")


@WITH_AND_WITHOUT
def test_nobody_deactivates_or_deletes_himself_from_the_list(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:members", "company")
    own = nicolas.page.get_by_role("row").filter(has_text="nicolas.dupond@entreprise-test.example")
    for act in ("Désactiver", "Supprimer"):
        assert own.get_by_role("link", name=act).count() + own.get_by_role("button", name=act).count() == 0
