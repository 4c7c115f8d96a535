"""The catalogue of sentences: one way from a code to words, in whatever language is chosen."""

from __future__ import annotations

import gettext
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from conftest import ROOT

from checker import messages
from checker.errors import Problem
from checker.messages import CATALOGUE, DOMAIN, pattern, source, template, text, verbatim, word

LANGUAGE = "en"
Speak = Callable[[Mapping[str, str]], None]


def compiled(words: Mapping[str, str], place: Path) -> Path:
    """A folder of translations with these words by their codes, each for the sentence as it is now."""
    catalog = Catalog(locale=LANGUAGE)
    for code, said in words.items():
        catalog.add(CATALOGUE[code], said, context=code)
    target = place / LANGUAGE / "LC_MESSAGES" / f"{DOMAIN}.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_mo(file, catalog)
    return place


@pytest.fixture
def speak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Speak]:
    """Has the program speak a language with these words."""
    def chosen(words: Mapping[str, str]) -> None:
        place = compiled(words, tmp_path / str(len(list(tmp_path.iterdir()))))  # gettext reads no file twice
        monkeypatch.setattr(messages, "translation",
                            lambda _: gettext.translation(DOMAIN, place, languages=[LANGUAGE]))
        messages._translated.cache_clear()

    yield chosen
    messages._translated.cache_clear()


def test_one_sentence_under_two_codes_has_a_translation_for_each(speak: Speak) -> None:
    one, other = next((a, b) for a, b in combinations(CATALOGUE, 2) if CATALOGUE[a] == CATALOGUE[b])
    speak({one: "the one", other: "the other"})
    assert (text(one), text(other)) == ("the one", "the other")
    speak({other: "the other"})
    assert (text(one), text(other)) == (CATALOGUE[one], "the other")


def test_every_way_to_words_speaks_the_language_and_a_sentence_that_it_lacks_stays(speak: Speak) -> None:
    speak({"hint.near": "Did you mean {name}?", "value.about": "about "})
    assert text("hint.near", name="a\u200b") == "Did you mean a\\u200b?"
    assert verbatim("hint.near", name="a\u200b") == "Did you mean a\u200b?"
    assert template("hint.near") == "Did you mean {name}?"
    # What is filled in and read back is in the source language, whatever is spoken.
    assert pattern("hint.near", name="[a-z]").fullmatch("您是否想写“b”？")
    assert word("value.about", "—") == "about "
    assert word("value.unheard_of", "—") == "—"
    assert str(Problem("hint.near", {"name": "c"})) == "Did you mean c?"
    assert source("hint.near", name="a") == "您是否想写“a”？"
    assert text("hint.known", names=("a", "b")) == "可用的有：a、b。"


def test_without_a_translation_the_source_is_spoken_as_it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CATALOGUE, "hint.near", "别的说法{name}")
    assert text("hint.near", name="a") == verbatim("hint.near", name="a") == "别的说法a"


def test_what_is_to_be_translated_stands_under_its_code() -> None:
    found = read_po(io.BytesIO((ROOT / "checker/locale/checker.pot").read_bytes()))
    listed = {message.context: message.id for message in found if message.id and message.context}
    assert listed == CATALOGUE


def test_no_code_stands_in_two_modules() -> None:
    modules = [value for name, value in vars(messages).items()
               if name.isupper() and isinstance(value, dict) and name != "CATALOGUE"]
    assert sum(map(len, modules)) == len(CATALOGUE) > 0


# Speaks a language whose translations lie elsewhere.
SPEAKING = """
import gettext, sys
installed, place = gettext.translation, sys.argv.pop(1)
gettext.translation = lambda domain, *_, **given: installed(domain, place, **{"fallback": True, **given})
import checker.cli
sys.argv[0] = "checker"
checker.cli.main()
"""


def test_in_another_language_no_sentence_of_the_source_is_left(tmp_path: Path) -> None:
    told = {code: f"<{code}{''.join(dict.fromkeys(re.findall(r'{[a-z_]+}', sentence)))}>"
            for code, sentence in CATALOGUE.items()}
    sample, rules = ROOT / "samples/made-up-park.yaml", ROOT / "rulesets/hj274-2015/ruleset.yaml"
    run = subprocess.run(
        [sys.executable, "-c", SPEAKING, str(compiled(told, tmp_path)), "check", str(sample), "-o", "a.txt", "-o", "a.json"],
        cwd=tmp_path, env={**os.environ, "CHECKER_LANGUAGE": LANGUAGE}, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    said = run.stdout + "".join((tmp_path / name).read_text(encoding="utf-8") for name in ("a.txt", "a.json"))
    assert said.count("<limit.at_least") > 10
    given = sample.read_text(encoding="utf-8") + rules.read_text(encoding="utf-8")
    parts = {part for sentence in CATALOGUE.values() for part in re.split(r"\{[a-z_]+\}", sentence)
             if len(re.findall("[\u4e00-\u9fff]", part)) > 2}
    assert {part for part in parts if part in said and part not in given} == set()


def test_every_sentence_and_every_label_has_its_english_with_the_same_parameters() -> None:
    def parts(words: str) -> set[str]:
        return set(re.findall(r"\{[a-z_]*\}|%\([a-z_]+\)s", words))

    asked = read_po(io.BytesIO((ROOT / "checker/locale/checker.pot").read_bytes()))
    english = read_po(io.BytesIO((ROOT / "checker/locale/en/LC_MESSAGES/checker.po").read_bytes()))
    said = {(one.context, str(one.id)): str(one.string) for one in english if one.id}
    due = {(one.context, str(one.id)) for one in asked if one.id}
    assert set(said) == due
    assert [key for key, words in said.items() if not words] == []
    assert [key for key, words in said.items() if parts(key[1]) != parts(words)] == []
    # What is printed in English holds no Chinese punctuation of ours; words to be typed stay as they are typed.
    assert [key for key, words in said.items() if re.search("[，；：。]", words) and not re.search("[\u4e00-\u9fff]", words)] == []


def test_a_language_is_spoken_only_as_long_as_it_was_asked_for() -> None:
    with messages.speaking("en"):
        assert text("outcome.met") == "met"
        with messages.speaking("zh_CN"):
            assert text("outcome.met") == CATALOGUE["outcome.met"]
        assert messages.language_tag() == "en"
    assert text("outcome.met") == CATALOGUE["outcome.met"]
    assert messages.language_tag() == "zh-CN"


def test_what_is_filled_in_by_hand_is_in_the_source_language_whatever_is_spoken() -> None:
    from checker.confirmations.confirming import confirmation_sheet
    from checker.forms.blank import blank_form
    from checker.forms.project_table import blank_table
    from checker.forms.years import Years
    from checker.ruleset.loading import load

    rules = load("admission-yunnan")
    makers: list[Callable[[], bytes]] = [lambda: blank_form(rules, Years(2024)), lambda: blank_table(rules),
                                         lambda: confirmation_sheet(rules)]
    for made in makers:
        with messages.speaking("en"):
            english = made()
        assert english == made()
