"""Plain conditions, read without the library: values compared with each other, joined by `&&`, `||` and `!`.

Most conditions of authors are of this kind, and a study weighs thousands of them a run. What they mean is what CEL says
(`standoff.crisis.condition`, which has compiled them before and so knows that their types fit); nothing is run that an
author wrote: each sign becomes one small function of a view. Anything else (macros, methods, `?:`) is left to CEL.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Read = Callable[[Mapping[str, Any]], Any]
"""A value, or whether something holds, in a view. Raises `KeyError` or `TypeError` for what the view lacks."""

_TOKEN: Final = re.compile(
    r"\s*(?:"
    r"(?P<number>\d+(?:\.\d+)?)(?![\w.])"
    r"|(?P<text>\"[^\"\\]*\"|'[^'\\]*')"
    r"|(?P<word>in|true|false)(?!\w)"
    r"|(?P<name>[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*|\s*\[\s*(?:\"[^\"\\]*\"|'[^'\\]*'|[A-Za-z_]\w*)\s*\])*)"
    r"|(?P<sign>&&|\|\||[=!<>]=|[-+<>!()\[\],])"
    r")"
)
_COMPARISONS: Final = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_SUMS: Final = {"+": operator.add, "-": operator.sub}


class NotPlainError(Exception):
    """The expression says more than plain conditions do."""


@dataclass(frozen=True)
class Constant:
    """A value that stands in the expression itself."""

    value: Any

    def __call__(self, view: Mapping[str, Any]) -> Any:  # noqa: ARG002  (the shape of a reader)
        """The value."""
        return self.value


def plain(text: str, readers: Mapping[str, Read]) -> Read | None:
    """Whether a condition holds, as a function of a view; None for one that is not plain.

    Args:
        text: the condition, which CEL has accepted.
        readers: reference as it stands in the text (`tone.USA.PRK`) -> its value in a view.
    """
    try:
        return _Parser(_tokens(text), readers).whole()
    except NotPlainError:
        return None


def reader(name: str, keys: Collection[tuple[str | None, str]]) -> Read:
    """The value in a view behind a name and its keys, each the literal key or the name whose value is the key."""
    if not keys:
        return operator.itemgetter(name)
    (first, first_by), *others = keys
    if not others:
        return (lambda view: view[name][first]) if first is not None else (lambda view: view[name][view[first_by]])
    ((second, second_by),) = others
    if first is not None and second is not None:
        return lambda view: view[name][first][second]
    return lambda view: view[name][view[first_by] if first is None else first][
        view[second_by] if second is None else second
    ]


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = list[tuple[str, str]](), 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise NotPlainError
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


@dataclass
class _Parser:
    """Reads the tokens from left to right, with CEL's order of precedence."""

    tokens: list[tuple[str, str]]
    readers: Mapping[str, Read]
    at: int = field(default=0)

    def whole(self) -> Read:
        found = self._either()
        if self.at < len(self.tokens):
            raise NotPlainError
        return found

    def _either(self) -> Read:
        left = self._both()
        while self._takes("||"):
            left = _or(left, self._both())
        return left

    def _both(self) -> Read:
        left = self._comparison()
        while self._takes("&&"):
            left = _and(left, self._comparison())
        return left

    def _comparison(self) -> Read:
        left = self._sum()
        kind, sign = self._next()
        if kind == "sign" and sign in _COMPARISONS:
            self.at += 1
            return _pair(_COMPARISONS[sign], left, self._sum())
        if (kind, sign) == ("word", "in"):
            self.at += 1
            return _among(left, self._list())
        return left

    def _sum(self) -> Read:
        left = self._one()
        while self._next()[0] == "sign" and (sign := self._next()[1]) in _SUMS:
            self.at += 1
            left = _pair(_SUMS[sign], left, self._one())
        return left

    def _one(self) -> Read:
        if self._takes("!"):
            return _not(self._one())
        if self._takes("-"):
            return _minus(self._one())
        if self._takes("("):
            inner = self._either()
            self._require(")")
            return inner
        kind, token = self._next()
        self.at += 1
        if kind == "number":
            return Constant(float(token) if "." in token else int(token))
        if kind == "text":
            return Constant(token[1:-1])
        if kind == "word" and token != "in":
            return Constant(token == "true")
        if kind == "name" and token in self.readers:
            return self.readers[token]
        raise NotPlainError

    def _list(self) -> tuple[Any, ...]:
        self._require("[")
        values = [self._constant()]
        while self._takes(","):
            values.append(self._constant())
        self._require("]")
        return tuple(values)

    def _constant(self) -> Any:
        found = self._one()
        if not isinstance(found, Constant):
            raise NotPlainError
        return found.value

    def _next(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def _takes(self, sign: str) -> bool:
        if self._next() != ("sign", sign):
            return False
        self.at += 1
        return True

    def _require(self, sign: str) -> None:
        if not self._takes(sign):
            raise NotPlainError


def _or(left: Read, right: Read) -> Read:
    return lambda view: left(view) or right(view)


def _and(left: Read, right: Read) -> Read:
    return lambda view: left(view) and right(view)


def _not(inner: Read) -> Read:
    return lambda view: not inner(view)


def _minus(inner: Read) -> Read:
    return Constant(-inner.value) if isinstance(inner, Constant) else (lambda view: -inner(view))


def _among(left: Read, values: tuple[Any, ...]) -> Read:
    return lambda view: left(view) in values


def _pair(of: Callable[[Any, Any], Any], left: Read, right: Read) -> Read:
    if isinstance(right, Constant):
        value = right.value
        return lambda view: of(left(view), value)
    return lambda view: of(left(view), right(view))
