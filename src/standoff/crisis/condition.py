"""Conditions of an author: boolean expressions in CEL (Common Expression Language) over the state of the crisis.

CEL is evaluated by Google's own library; it cannot loop without end, call the program, or change anything. A condition
is checked once against a vocabulary: every name that it uses must be known, down to the key (`tone.USA.PRK`,
`drill["ufg-2017"]`), so a slip of the pen is found when the file is read and not in the middle of a run.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final

from cel_expr_python import cel

from standoff.base.copies import copied
from standoff.base.errors import InputError, nearest
from standoff.crisis.plain import Read, plain, reader

# Innermost kind of value, and how many keys lead to it.
Kind = tuple[str, int]

_TYPES: Final = {"string": cel.Type.STRING, "double": cel.Type.DOUBLE, "int": cel.Type.INT, "bool": cel.Type.BOOL}

_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
_REFERENCE: Final = re.compile(r"(?<![\w.\]])([A-Za-z_]\w*)((?:\s*\.\s*[A-Za-z_]\w*|\s*\[[^\[\]]*\])*)\s*(\(?)")
_KEY: Final = re.compile(r"\.\s*([A-Za-z_]\w*)|\[([^\[\]]*)\]")
_OF_ACTORS: Final = ("tone", "talks", "rung", "score", "alert", "income")
_POSITION: Final = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")


@dataclass(frozen=True)
class Key:
    """One step of a reference: the literal key, or None and the name whose value is the key in play (`self`)."""

    literal: str | None
    name: str = ""


@dataclass(frozen=True)
class Reference:
    """A name that a condition uses, with the keys behind it: `tone`, `USA`, `PRK`."""

    text: str
    name: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The names that conditions may use.

    Args:
        variables: name -> (kind of value, number of keys): `{"tone": ("double", 2), "self": ("string", 0)}`.
        known: name -> the keys that exist, level by level.
        texts: name of a text -> all that it can be.
    """

    variables: Mapping[str, Kind]
    known: Mapping[str, tuple[Collection[str], ...]] = field(default_factory=dict)
    texts: Mapping[str, Collection[str]] = field(default_factory=dict)

    def condition(self, text: str) -> Condition:
        """A checked condition. Raises `InputError`: does not parse, an unknown name or key, not yes or no."""
        if text not in self._checked:
            references = tuple(_references(text, self.variables))
            for reference in references:
                self._require_known(text, reference)
            self._checked[text] = Condition(text, _compile(self._signature, text), references, self)
        return self._checked[text]

    @cached_property
    def environment(self) -> Any:
        """The library's form of the variables."""
        return _environment(self._signature)

    @cached_property
    def _checked(self) -> dict[str, Condition]:
        """Conditions by their texts: the worlds of a study's points all ask for the same ones."""
        return {}

    @cached_property
    def _signature(self) -> tuple[tuple[str, str, int], ...]:
        return tuple((name, kind, depth) for name, (kind, depth) in self.variables.items())

    def _require_known(self, text: str, reference: Reference) -> None:
        levels = self.known.get(reference.name, ())
        for key, names in zip(reference.keys, levels, strict=False):
            if key.literal is not None and key.literal not in names:
                kind = "actor" if reference.name in _OF_ACTORS else reference.name
                message = f"names an unknown {kind} {key.literal!r} in {reference.text!r}"
                raise InputError(message, value=text, allowed=nearest(key.literal, names))
        possible = self.texts.get(reference.name)
        if possible is not None:
            for told in _compared(text, reference.text):
                if told not in possible:
                    message = f"compares {reference.text} with {told!r}, which it never is"
                    raise InputError(message, value=text, allowed=nearest(told, possible))


@dataclass(frozen=True, eq=False)
class Condition:
    """An expression that holds or does not, in a view of the crisis."""

    text: str
    _expression: Any
    references: tuple[Reference, ...]
    vocabulary: Vocabulary

    def holds(self, view: Mapping[str, Any]) -> bool:
        """Whether it holds. What cannot be told (a key that the view lacks) does not hold."""
        if self._plain is not None:
            try:
                return self._plain(view) is True
            except (KeyError, TypeError):
                pass  # CEL knows whether the rest tells
        return self.evaluated(view)

    def evaluated(self, view: Mapping[str, Any]) -> bool:
        """The same, as the library evaluates it: what `holds` must come to, some ten times slower."""
        activation = self.vocabulary.environment.Activation(self._needed(view))
        return self._expression.eval(activation).value() is True

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names that it reads."""
        used = (name for one in self.references for name in (one.name, *(key.name for key in one.keys)))
        return tuple(dict.fromkeys(name for name in used if name in self.vocabulary.variables))

    @cached_property
    def _plain(self) -> Read | None:
        """The same without the library, if it says no more than comparisons do."""
        told = [one for one in self.references if self._is_one_value(one)]
        return plain(
            self.text, {one.text: reader(one.name, [(key.literal, key.name) for key in one.keys]) for one in told}
        )

    def _needed(self, view: Mapping[str, Any]) -> dict[str, Any]:
        """What it reads of a view that may lack some of it."""
        found: dict[str, Any] = {name: copied(view[name]) for name in self._whole if name in view}
        for name, keys in self._leaves:
            place, last, value = found, name, view.get(name)
            for step in keys:
                if value is None:
                    break
                place = place.setdefault(last, {})
                last = step.literal if step.literal is not None else str(view.get(step.name))
                value = value.get(last)
            if value is not None:
                place[last] = value
        return found

    @cached_property
    def _leaves(self) -> tuple[tuple[str, tuple[Key, ...]], ...]:
        """The references whose keys are all known or given by a name, which leads to one value each."""
        return tuple((one.name, one.keys) for one in self.references if one.name not in self._whole)

    @cached_property
    def _whole(self) -> frozenset[str]:
        """The names of which all is needed: those with a key that is worked out in play, and those that are keys."""
        variables = self.vocabulary.variables
        found = {key.name for one in self.references for key in one.keys if key.name in variables}
        return frozenset(found | {one.name for one in self.references if not self._is_one_value(one)})

    def _is_one_value(self, reference: Reference) -> bool:
        """Whether all keys of a reference are there, each known or given by a name."""
        variables = self.vocabulary.variables
        told = all(key.literal is not None or key.name in variables for key in reference.keys)
        return told and len(reference.keys) == variables[reference.name][1]

    def present(self, view: Mapping[str, Any]) -> dict[str, Any]:
        """The present value of each name that it uses, for a reader who wants to know why it does not hold."""
        values = {}
        for reference in self.references:
            found = _value(view, reference)
            values[reference.text] = found
        return values


def _value(view: Mapping[str, Any], reference: Reference) -> Any:
    value: Any = view.get(reference.name)
    for step in _KEY.finditer(reference.text):
        key = step[1] if step[1] is not None else step[2].strip()
        if key[:1] in "\"'":
            key = key[1:-1]
        elif step[1] is None:
            key = view.get(key)
        value = value.get(key) if isinstance(value, Mapping) else None
    return round(value, 3) if isinstance(value, float) else value


def _references(text: str, variables: Mapping[str, Kind]) -> Iterator[Reference]:
    """Every name of the vocabulary in an expression, once each. Texts in quotes are keys or values, not names."""
    masked = _TEXT.sub(lambda match: match[0][0] + "_" * (len(match[0]) - 2) + match[0][0], text)
    seen = set()
    for match in _REFERENCE.finditer(masked):
        if match[1] not in variables:
            continue
        depth = variables[match[1]][1]
        steps = list(_KEY.finditer(match[2]))
        if match[3]:
            # A name before a parenthesis is a function of what stands before it, no key.
            steps = steps[:-1]
        steps = steps[:depth]
        end = match.end(1) if not steps else match.start(2) + steps[-1].end()
        whole = text[match.start() : end]
        if whole not in seen:
            seen.add(whole)
            yield Reference(whole, match[1], tuple(_key(text, match.start(2), step) for step in steps))


def _key(text: str, offset: int, step: re.Match[str]) -> Key:
    if step[1] is not None:
        return Key(step[1])
    inside = text[offset + step.start(2) : offset + step.end(2)].strip()
    if inside[:1] in "\"'" and inside:
        return Key(inside[1:-1])
    return Key(None, inside)


def _compared(text: str, reference: str) -> Iterator[str]:
    """The texts with which an expression compares a reference: by `==`, `!=` and `in [...]`."""
    name, quoted = re.escape(reference), r"(\"[^\"]*\"|'[^']*')"
    for pattern in (rf"{name}\s*[=!]=\s*{quoted}", rf"{quoted}\s*[=!]=\s*{name}(?![\w.\[])"):
        yield from (found[1][1:-1] for found in re.finditer(pattern, text))
    for among in re.finditer(rf"{name}\s+in\s*\[([^\]]*)\]", text):
        yield from (found[1][1:-1] for found in re.finditer(quoted, among[1]))


@lru_cache(maxsize=64)
def _environment(signature: tuple[tuple[str, str, int], ...]) -> Any:
    variables = {}
    for name, kind, depth in signature:
        wanted = _TYPES[kind]
        for _ in range(depth):
            wanted = cel.Type.Map(cel.Type.STRING, wanted)
        variables[name] = wanted
    return cel.NewEnv(variables=variables)


@lru_cache(maxsize=8192)
def _compile(signature: tuple[tuple[str, str, int], ...], text: str) -> Any:
    try:
        expression = _environment(signature).compile(text)
    except RuntimeError as error:
        raise _refused(text, str(error), signature) from None
    kind = expression.return_type()
    if kind != cel.Type.BOOL:
        message = f"is not a condition: it gives a value of type {kind.name().lower()}"
        raise InputError(message, value=text, allowed="an expression that is true or false")
    return expression


def _refused(text: str, complaint: str, signature: tuple[tuple[str, str, int], ...]) -> InputError:
    found = _POSITION.search(complaint)
    if found is None:
        return InputError("is not a condition", value=text, allowed=complaint.splitlines()[0])
    where, words = f"at column {found[2]}", found[3]
    unknown = re.search(r"undeclared reference to '([^']*)'", words)
    if unknown is not None:
        names = [name for name, _, _ in signature]
        return InputError(
            f"uses an unknown name {unknown[1]!r} {where}", value=text, allowed=nearest(unknown[1], names)
        )
    if words.startswith("Syntax error"):
        return InputError(
            f"does not parse {where}", value=text, allowed=f"CEL ({words.removeprefix('Syntax error: ')})"
        )
    if "'(double, int)'" in words or "'(int, double)'" in words:
        advice = "decimal numbers with decimal numbers (3.0) and whole ones with whole ones (3)"
        return InputError(f"compares a decimal with a whole number {where}", value=text, allowed=advice)
    return InputError(f"does not fit together {where}", value=text, allowed=words.split(" (in container")[0])
