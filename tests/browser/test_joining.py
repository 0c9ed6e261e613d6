"""« Demande de rattachement »: followed by whoever asked, answered by an administrator; and the deputy."""

from tests.browser.conftest import WITH_AND_WITHOUT

JULES = "jules@732829320.example"


@WITH_AND_WITHOUT
def test_an_administrator_accepts_somebody_who_asks(visit):
    jules = visit(JULES)
    jules.sees("Vous n’êtes rattaché à aucune entreprise")
    jules.follow("Mes demandes de rattachement")
    jules.is_titled("Mes demandes")
    jules.sees("Pas encore de réponse")
    jules.check()
    assert jules.go("/entreprises/732829320/").status == 404

    nicolas = visit("nicolas")
    nicolas.follow("1 demande de rattachement à examiner")
    nicolas.is_titled("Demandes de rattachement")
    nicolas.check()
    nicolas.follow("Jules Le Roux")
    nicolas.sees("Acheteur")
    nicolas.check()
    nicolas.press("Refuser la demande")
    nicolas.sees("Renseignez le champ")
    nicolas.check()
    nicolas.choose("Administration de mon entité", "Administrateur")
    nicolas.press("Accepter et rattacher")
    nicolas.sees("Jules Le Roux est maintenant rattaché à l’entreprise")
    nicolas.sees("Acceptée")
    nicolas.check()

    jules.go("/mon-compte/")
    jules.sees("ENTREPRISE TEST 2")
    assert jules.go("/entreprises/732829320/").status == 200
    jules.check()


@WITH_AND_WITHOUT
def test_whoever_asked_takes_it_back(visit):
    jules = visit(JULES)
    jules.go("/mon-compte/demandes/")
    jules.press("Retirer ma demande")
    jules.sees("Votre demande est retirée.")
    jules.check()
    nicolas = visit("nicolas")
    nicolas.does_not_see("demande de rattachement à examiner")
    nicolas.open("enrolment:joining", "company joining")
    nicolas.sees("Retirée")
    nicolas.does_not_see("Accepter et rattacher")


@WITH_AND_WITHOUT
def test_a_deputy_is_named_and_withdrawn(visit):
    nicolas = visit("nicolas")
    nicolas.open("companies:members", "company")
    nicolas.follow("Suppléant des administrateurs")
    nicolas.check()
    nicolas.choose("Suppléant", "Bernard Dupond (bernard.dupond@entreprise-test.example)")
    nicolas.press("Désigner comme suppléant")
    nicolas.sees("Le suppléant est désigné et en est informé.")
    nicolas.check()
    nicolas.press("Retirer la suppléance")
    nicolas.sees("L’entreprise n’a plus de suppléant.")
