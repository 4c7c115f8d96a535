"""A mutant tried against its tests: in a process that lives already, or in one that reads its module anew.

Owns both ways.  It must not know which mutants are tried, or where the results go.
What catches a mutant has to pass without it, in a process of the same kind.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from apart import Outcome, apart
from choosing import Choosing
from living import InPlace, Living
from mutants import ROOT, Mutant, modules, source_of

SHORT = "not whole and not browser"
WORDS = ["-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning",
         "-m", SHORT]
Say = Callable[[str], None]


class Stop:
    """Says by what a mutant was caught and ends the process."""

    def __init__(self, say: Say) -> None:
        self.say = say

    def pytest_runtest_logreport(self, report: Any) -> None:
        """The first failure is enough."""
        if report.failed:
            self.say(report.nodeid)

    def pytest_collectreport(self, report: Any) -> None:
        """So is a file of tests that can't even be read."""
        if report.failed:
            self.say(report.nodeid)


class InLiving:
    """The plugin of a process in which everything is collected: tries mutants in copies of it."""

    def __init__(self, mutants: Sequence[Mutant], asked: Callable[[Mutant], list[str]],
                 done: Callable[[Mutant, Outcome, Sequence[str]], None], choosing: Choosing) -> None:
        self.mutants, self.asked, self.done, self.choosing = mutants, asked, done, choosing
        self.clean: dict[tuple[str, ...], bool] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In the place of running the tests."""
        self.items = {item.nodeid: item for item in session.items}
        for path in modules():
            importlib.import_module(path.relative_to(ROOT).as_posix().removesuffix(".py").replace("/", "."))
        self.living = Living()
        for mutant in self.mutants:
            names = [name for name in self.asked(mutant) if name in self.items]
            self.done(mutant, self._tried(mutant, names), names)
        return True

    def _tried(self, mutant: Mutant, names: list[str]) -> Outcome:
        path, after = str(ROOT / mutant.module), source_of(mutant)
        before = (ROOT / mutant.module).read_text(encoding="utf-8")

        def act(say: Say) -> None:
            try:
                changed = self.living.put(path, before, after)
            except Exception:
                say("import")
            if changed:
                self._run(names, say)

        limit = 5 + 5 * self.choosing.expected(names)
        outcome = apart(act, limit) if names else Outcome("survived", "", 0)
        if outcome.result == "caught" and outcome.by in self.items:
            run = tuple(names[:names.index(outcome.by) + 1])
            if not self._passes(run):
                names[:] = [name for name in names if name != outcome.by]
                self.choosing.distrust(outcome.by)
                return self._tried(mutant, names)
        return outcome

    def _passes(self, names: tuple[str, ...]) -> bool:
        if names not in self.clean:
            def act(say: Say) -> None:
                self.living.forget()
                self._run(names, say)

            self.clean[names] = apart(act, 30 + 10 * self.choosing.expected(names)).result == "survived"
        return self.clean[names]

    def _run(self, names: Sequence[str], say: Say) -> None:
        items = [self.items[name] for name in names]
        items[0].config.pluginmanager.register(Stop(say))
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


class Chosen:
    """The plugin of a process that reads everything anew: the chosen tests alone, in their order."""

    def __init__(self, names: Sequence[str]) -> None:
        self.place = {name: at for at, name in enumerate(names)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave the others out."""
        chosen = [item for item in items if item.nodeid in self.place]
        items[:] = sorted(chosen, key=lambda item: self.place[item.nodeid])


class InFresh:
    """Tries mutants in copies of a process that has not read anything of ours yet."""

    def __init__(self, choosing: Choosing) -> None:
        self.choosing = choosing
        self.clean: dict[str, bool] = {}

    def tried(self, mutant: Mutant | None, names: Sequence[str]) -> Outcome:
        """What becomes of a mutant, or of no change at all."""
        def act(say: Say) -> None:
            if mutant is not None:
                InPlace(mutant.module, source_of(mutant))
            files = list(dict.fromkeys(name.partition("::")[0] for name in names))
            if pytest.main([*WORDS, *files], plugins=[Stop(say), Chosen(names)]) not in (0, 1, 5):
                say("import")

        if not names:
            return Outcome("unreached", "", 0)
        outcome = apart(act, 10 + 5 * self.choosing.expected(names))
        if mutant is not None and outcome.by in names and not self._passes(outcome.by):
            self.choosing.distrust(outcome.by)
            return self.tried(mutant, [name for name in names if name != outcome.by])
        return outcome

    def _passes(self, name: str) -> bool:
        if name not in self.clean:
            self.clean[name] = self.tried(None, [name]).result == "survived"
        return self.clean[name]


