"""Two administrators edit the same sheet: the second is told what changed in between, and loses nothing he typed."""

from tests.browser.conftest import WITH_AND_WITHOUT


@WITH_AND_WITHOUT
def test_the_second_is_told_and_keeps_his_words(visit):
    nicolas, lucie = visit("nicolas"), visit("lucie")
    nicolas.open("companies:edit", "company")
    lucie.open("companies:edit", "company")
    lucie.write("Courriel", "lucie@entreprise-test.example")
    lucie.write("Description", "La description de Lucie")
    lucie.press("Enregistrer")
    lucie.sees("Modifications enregistrées avec succès")
    nicolas.write("Description", "La description de Nicolas")
    nicolas.press("Enregistrer")
    nicolas.sees("La description de Lucie")
    assert nicolas.field("Description").input_value() == "La description de Nicolas"
    nicolas.check()
    nicolas.press("Enregistrer")
    nicolas.sees("Modifications enregistrées avec succès")
    nicolas.sees("La description de Nicolas")
    nicolas.sees("lucie@entreprise-test.example")
