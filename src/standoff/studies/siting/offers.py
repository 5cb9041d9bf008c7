"""Sites on offer: a site of the library with its radar and economy, and its own interceptor or another one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from standoff.base.errors import InputError, nearest
from standoff.scenario import schema
from standoff.scenario.library import Library
from standoff.scenario.schema import LibraryItem

_Kind = TypeVar("_Kind", bound=LibraryItem)


@dataclass(frozen=True, eq=False)
class Offer:
    """A site that can be bought, any number of times; `name` ends with `:INTERCEPTOR` if that is not the site's own."""

    name: str
    site: schema.Site
    interceptor: schema.Interceptor
    radar: schema.Radar
    economy: schema.Economy

    @property
    def title(self) -> str:
        """For people."""
        return f"{self.site.title}, with {self.interceptor.title}"

    @property
    def rounds(self) -> int:
        """Interceptors of one site."""
        return int(self.site.rounds.nominal)


def offer(library: Library, text: str, field: str = "--option") -> Offer:
    """The offer of `SITE` or `SITE:INTERCEPTOR`.

    Raises:
        InputError: a name that the library has not, an item of another kind, an interceptor without a unit cost.
    """
    name, _, interceptor = text.partition(":")
    site = _item(library, name, schema.Site, field)
    fired = _item(library, interceptor or site.interceptor, schema.Interceptor, field)
    if fired.unit_cost is None:
        raise InputError("has no unit_cost", field=field, value=fired.name, allowed="an interceptor with a unit_cost")
    return Offer(
        name=site.name if fired.name == site.interceptor else f"{site.name}:{fired.name}",
        site=site,
        interceptor=fired,
        radar=_item(library, site.radar, schema.Radar, field),
        economy=_item(library, site.economy, schema.Economy, field),
    )


def offers(library: Library, texts: Iterable[str], field: str = "--option") -> tuple[Offer, ...]:
    """Several offers in their order, each once. Raises `InputError`; one economy must pay for all."""
    found = {one.name: one for one in (offer(library, text, field) for text in texts)}
    economies = sorted({one.economy.name for one in found.values()})
    if len(economies) > 1:
        raise InputError("are paid by several economies", field=field, value=economies, allowed="sites of one economy")
    return tuple(found.values())


def _item(library: Library, name: str, kind: type[_Kind], field: str) -> _Kind:
    wanted = kind.__name__.lower()
    try:
        own = library.resolve(name)
    except InputError as error:
        allowed = nearest(name, library.names(wanted))
        raise InputError(error.message, field=field, value=name, allowed=allowed) from None
    item = library.load(own)
    if not isinstance(item, kind):
        allowed = ", ".join(library.names(wanted))
        raise InputError(f"is of kind {item.kind}", field=field, value=name, allowed=f"a {wanted}: {allowed}")
    return item
