"""The parties of an action: its doers, those to whom it is done, and how surely they were found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Final

from standoff.crisis.cameo import root
from standoff.scenario.coding.dictionaries import words
from standoff.scenario.coding.patterns import Match
from standoff.scenario.coding.reference import Codes, Memory, resolve
from standoff.scenario.coding.roles import (
    Role,
    agent,
    is_passive,
    possessor,
    previous_verb,
    relative_object,
    subject,
    targets,
)
from standoff.scenario.coding.scene import Group, Scene

# Prepositions behind which a partner stands, and roots of what is aimed at places.
_PARTNER: Final = frozenset([None, "with", "between", "to", "among", "alongside", "by", "including"])
_AIMED: Final = frozenset(["13", "15", "18", "19", "20", "04"])
# What is given has the receiver behind `to`; a state in front of the gift only tells whose it is.
_GIVES: Final = frozenset(["03", "07"])
_LEAVES: Final = frozenset(["16", "17"])
# Bodies meet by themselves; states that meet nobody else hold a meeting of their own.
_BODIES: Final = frozenset(["UNO", "EUU", "NAT", "ASN", "ARL", "AFU", "OPC"])
# What several do of these roots without anybody to do it to, they do with each other.
_TOGETHER: Final = frozenset(["03", "04", "05", "06"])
# Nouns of these roots are directed at what stands behind `of` (condemnation of, invasion of).
_OF_TARGET: Final = frozenset(["10", "11", "12", "19"])
# Roots of answers, and words that point at what they answer to.
_ANSWERS: Final = frozenset(["02", "10", "11", "12"])
_POINTERS: Final = frozenset(["the", "this", "that", "these", "those"])
# More pairs than these come from a list, not from an event.
_MOST_PAIRS: Final = 10


@dataclass(frozen=True)
class Pair:
    """Who does it to whom; `target` is None if nobody is named. `sure` is -0.2 to +0.3, for the confidence."""

    source: str
    target: str | None
    mutual: bool
    sure: float


def pairs(scene: Scene, found: Match, memory: Memory, speaker: Codes) -> Iterator[Pair]:
    """The pairs of an action; none if nobody is known to do it."""
    yield from _Parties(scene, found, memory, speaker).pairs()


@dataclass(frozen=True)
class _Parties:
    """An action within its sentence and article."""

    scene: Scene
    found: Match
    memory: Memory
    speaker: Codes

    def pairs(self) -> Iterator[Pair]:
        doer, done_to = self._roles()
        doers = self._codes(doer)
        if self.found.pattern.spoken and not doers:
            doers = self.speaker
        sure = self._surely(doer)
        if self.found.pattern.mutual:
            yield from self._mutual(doers, self._partners(), sure)
            return
        others = self._first_other(done_to, doers)
        if others is None and self._answers() and self.memory.provoker not in (None, *doers):
            others, sure = ((str(self.memory.provoker),), 0.0), sure - 0.15
        together = root(self.found.pattern.code) in _TOGETHER or (doer is not None and _is_pair(doer.group))
        if others is None and len(doers) > 1 and together:
            yield from self._mutual(doers, (), sure)
            return
        codes, near = others or ((None,), 0.0)
        yield from (Pair(source, code, False, sure + near) for source in doers for code in codes)

    def _roles(self) -> tuple[Role | None, Iterator[Role]]:
        """The doer, and those to whom it may be done, the likeliest first."""
        scene, pattern, at = self.scene, self.found.pattern, self.found.at
        if pattern.asks:
            return None, _some(subject(scene, at))
        if pattern.doer_after is not None:
            # `drew criticism from`, `met at the request of`: it is done to the subject.
            verb = previous_verb(scene, at) if pattern.noun else at
            done_to = None if verb is None else subject(scene, verb)
            return _role(agent(scene, at, pattern.doer_after)), _some(done_to)
        if pattern.noun:
            return self._of_noun(), self._after()
        if is_passive(scene, at):
            return _role(agent(scene, at)), _some(subject(scene, at))
        return subject(scene, at), chain(self._after(), _some(relative_object(scene, at)))

    def _after(self) -> Iterator[Role]:
        pattern = self.found.pattern
        places = root(pattern.code) in _AIMED or pattern.target_after is not None
        gives, leaving = root(pattern.code) in _GIVES, root(pattern.code) in _LEAVES
        return targets(self.scene, self.found.at, places, pattern.target_after, not gives, leaving)

    def _of_noun(self) -> Role | None:
        """The doer of a noun: whose it is, else for what is done together the subject of the verb before it."""
        owner = possessor(self.scene, self.found.at)
        if owner is not None and owner.group.preposition == "of" and root(self.found.pattern.code) in _OF_TARGET:
            owner = None
        if owner is not None or not (self.found.pattern.mutual or self.found.pattern.code == "042"):
            return owner
        verb = previous_verb(self.scene, self.found.at)
        return None if verb is None else subject(self.scene, verb)

    def _first_other(self, roles: Iterator[Role], doers: Codes) -> tuple[tuple[str | None, ...], float] | None:
        """The first of some roles that is somebody else than the doers, with what it adds to the confidence."""
        for role in roles:
            others = tuple(code for code in self._codes(role) if code not in doers)
            if others:
                return others, -0.05 if role.how == "of a noun" else 0.1
        return None

    def _partners(self) -> Codes:
        """Those with whom something is done; for a noun those behind `between` do it all."""
        for role in self._after():
            if role.group.preposition in _PARTNER and not role.group.modifier:
                return self._codes(role)
        return ()

    def _between(self) -> Codes:
        for group in self.scene.groups:
            if group.preposition == "between" and 0 < group.first - self.found.at <= 8:
                return self._codes(Role(group, "direct"))
        return ()

    def _mutual(self, doers: Codes, partners: Codes, sure: float) -> Iterator[Pair]:
        """Pairs of partners: doers with those named behind `with`, or the doers with each other."""
        between = self._between() if self.found.pattern.noun else ()
        if len(between) > 1:
            doers, partners = between, ()
        others = [code for code in partners if code not in doers]
        joined: list[tuple[str, str]] = []
        if others:
            joined = [(one, other) for one in doers for other in others]
        elif len(doers) > 1:
            joined = list(combinations(doers, 2)) if len(doers) <= 3 else [(doers[0], other) for other in doers[1:]]
        if joined:
            yield from (Pair(one, other, True, sure + 0.1) for one, other in joined[:_MOST_PAIRS])
        elif doers and root(self.found.pattern.code) == "01":
            yield from (Pair(doer, None, False, sure) for doer in doers)
        elif doers and not self.found.pattern.noun and (root(self.found.pattern.code) != "04" or doers[0] in _BODIES):
            known = self.memory.pair or self.memory.dyad
            # With whom is not said here: with whom the doer was named last, if at all.
            last = [code for code in known if code != doers[0]] if doers[0] in known else []
            yield Pair(doers[0], last[0] if last else None, bool(last), sure - 0.1)

    def _codes(self, role: Role | None) -> Codes:
        return () if role is None else resolve(self.scene, role.group, self.memory, self.speaker).codes

    def _surely(self, role: Role | None) -> float:
        if role is None:
            return -0.1
        how = {"direct": 0.2, "antecedent": 0.1, "shared": 0.05, "of a noun": 0.0}[role.how]
        return how - (0.0 if resolve(self.scene, role.group, self.memory, self.speaker).named else 0.1)

    def _answers(self) -> bool:
        """Whether an action is directed at what somebody has done before: `condemned the launch`."""
        if self.found.pattern.text.startswith("retaliate"):
            return True
        if root(self.found.pattern.code) not in _ANSWERS:
            return False
        after = self.scene.lows[self.found.used[0] + 1 : self.found.used[-1] + 6]
        pointed = (at for at, low in enumerate(after) if low in _POINTERS)
        return any(not words("provocation").isdisjoint(after[at : at + 4]) for at in pointed)


def _is_pair(group: Group) -> bool:
    """Whether a group is `both sides`, who do it to each other if to nobody else."""
    return all(mention.kind == "pair" for mention in group.mentions)


def _role(group: Group | None) -> Role | None:
    return None if group is None else Role(group, "direct")


def _some(role: Role | None) -> Iterator[Role]:
    return iter(() if role is None else (role,))
