"""The one password rule (security.md 1.2), in the words that people read."""

import ast
import inspect
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from zxcvbn import feedback

from halle.accounts.feedback import SENTENCES, in_french
from halle.accounts.models import User
from halle.accounts.passwords import MOST_LENGTH, check_password_of, entropy

ACCEPTED = [
    "girafe-parapluie-orage-violon",
    "Vq7!mZ2@xK9#",
    "quatre mots très ordinaires ici",
    "Жираф зонтик гроза скрипка",
    "hsjwyqpvnzkrtlxgb",
    "v9" * 30 + "Girafe parapluie orage violon !",
    "kWm8!q" + "é" * 5 + "girafe violon ",
]


def refusal(password, user=None, **options):
    """The sentences of the refusal, together."""
    with pytest.raises(ValidationError) as refused:
        check_password_of(user, password, **options)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize("password", ACCEPTED)
def test_long_or_mixed_passwords_pass_whatever_they_are_made_of(password):
    check_password_of(None, password)


def test_the_count_of_entropy_is_the_cnils():
    assert round(entropy("aB3!aB3!aB3!"), 1) == 79.5 + 0.1
    assert entropy("a" * 17) > 79.5 > entropy("a" * 16)


def test_a_short_password_learns_how_many_characters_are_missing():
    assert "12 caractères au moins, il en manque 3" in refusal("Vq7!mZ2@x")


def test_a_password_of_one_kind_of_letters_learns_both_ways_out():
    assert "ajoutez au moins 3 caractères, ou mêlez" in refusal("hsjwyqpvnzkrtl")


def test_a_very_common_password_is_refused_as_such():
    assert "l’un des plus utilisés" in refusal("1234567890")


def test_a_guessable_password_gets_advice_in_french():
    assert "répéter" in refusal("aaaaaaaaaaaaaaaaaaaaaaaa")
    assert "suites" in refusal("abcdefghijklmnopqrstuvwxyz")


def test_ones_own_name_and_address_do_not_make_a_password():
    user = User(email="clothilde.vandenberghe@exemple.test", first_name="Clothilde", last_name="Vandenberghe")
    check_password_of(None, "ClothildeVandenberghe1")
    assert refusal("ClothildeVandenberghe1", user)


def test_words_of_the_caller_count_too():
    check_password_of(None, "ZorblaxTruffinet22")
    assert refusal("ZorblaxTruffinet22", extra_words=["Zorblax Truffinet"])


def test_staff_needs_sixteen_characters():
    staff = User(email="staff@exemple.test", is_staff=True)
    assert "16 caractères au moins" in refusal("Vq7!mZ2@xK9#", staff)
    check_password_of(staff, "Vq7!mZ2@xK9#pL4$")


def test_nothing_is_cut_off_but_there_is_an_end():
    check_password_of(None, "Girafe parapluie " * 20)
    assert "au plus 4096" in refusal("aB3!" * (MOST_LENGTH // 4) + "x")


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\u202e"])
def test_invisible_characters_are_refused(character):
    assert "caractère invisible" in refusal(f"girafe-parapluie-{character}orage-violon")


def test_an_empty_password_is_refused_without_a_crash():
    assert "il en manque 12" in refusal("")


def test_what_zxcvbn_says_is_never_empty_and_never_english():
    assert in_french({"warning": "", "suggestions": []})
    assert in_french({"warning": "Something new.", "suggestions": ["Another one."]})
    assert all(str(sentence).strip() for sentence in SENTENCES.values())


def test_every_sentence_of_zxcvbn_is_translated():
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(feedback))) if isinstance(node, ast.Call)]
    said = {ast.literal_eval(call.args[0]) for call in calls if ast.unparse(call.func) == "_"}
    assert said == set(SENTENCES)


def test_context_words_of_two_people_never_mix():
    results = []

    def try_many(words, password):
        for _round in range(20):
            try:
                check_password_of(None, password, extra_words=words)
                results.append((password, True))
            except ValidationError:
                results.append((password, False))

    threads = [
        Thread(target=try_many, args=(["Zorblax Truffinet"], "ZorblaxTruffinet22")),
        Thread(target=try_many, args=([], "ZorblaxTruffinet22x")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(results) == {("ZorblaxTruffinet22", False), ("ZorblaxTruffinet22x", True)}
