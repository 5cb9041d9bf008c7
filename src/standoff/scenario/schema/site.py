"""Library items of the cost model: a land site that can be bought, and the economy in which it is paid for.

Years are fiscal years, named by the calendar year in which they begin: FY2018 of Japan runs from April 2018 to March
2019.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from standoff.base.errors import InputError
from standoff.scenario.schema.common import Block, Count, Label, Text
from standoff.scenario.schema.item import Item
from standoff.scenario.schema.quantity import Delay, DiscountRate, ExchangeRate, Rounds, Yen
from standoff.scenario.schema.scenario import DoctrineBlock

FiscalYear = Annotated[int, Field(strict=True, ge=1900, le=2200)]
Month = Annotated[int, Field(strict=True, ge=1, le=12)]


class Design(Block):
    """Money for design and survey in one fiscal year: paid once, however many sites are built."""

    title: Text = Field(description="which budget it stands in")
    fiscal_year: FiscalYear = Field(description="fiscal year of that budget")
    requested: Label | None = Field(None, description="when it was asked for: year-month or day")
    cost: Yen = Field(description="the sum")


class Period(Block):
    """Fiscal years over which a sum is spent, in equal parts."""

    first_year: FiscalYear = Field(description="first fiscal year")
    years: Count = Field(description="how many fiscal years")
    source: Text = Field(description="citation for the period, or `assumption`")
    note: Text | None = Field(None, description="what the period rests on")


class Construction(Period):
    """Building one site."""

    cost: Yen = Field(description="cost of one site with its radar, without rounds")


class Operation(Period):
    """Running one site."""

    cost: Yen = Field(description="cost of one site in one year")


class Site(Item):
    """A land site that can be bought: what stands there, how it fights, and what it costs."""

    kind: Literal["site"] = Field(description="kind of item")
    radar: Text = Field(description="library name of its radar, which sees all round")
    interceptor: Text = Field(description="library name of its interceptor")
    rounds: Rounds = Field(description="interceptors bought for one site, all ready to fire")
    doctrine: DoctrineBlock = Field(description="how it fires")
    reaction: Delay = Field(description="time from a good enough track to the first launch")
    simultaneous: Count = Field(description="most threats engaged at once")
    economy: Text = Field(description="library name of the economy that pays")
    design: tuple[Design, ...] = Field((), description="design and survey, paid once for all sites")
    construction: Construction = Field(description="building one site")
    interceptors: Period = Field(description="when the rounds are paid, at the interceptor's `unit_cost`")
    operation: Operation = Field(description="running one site")

    @model_validator(mode="after")
    def _whole_rounds(self) -> Site:
        if self.rounds.nominal != int(self.rounds.nominal):
            raise InputError("is not a whole number", field="rounds", value=self.rounds.nominal, allowed="whole rounds")
        return self


class Economy(Item):
    """Exchange and discounting: what a sum of one currency and year is worth in another."""

    kind: Literal["economy"] = Field(description="kind of item")
    exchange_rate: ExchangeRate = Field(description="yen for one US dollar")
    discount_rate: DiscountRate = Field(description="discount rate of one year")
    base_year: FiscalYear = Field(description="fiscal year to which sums are discounted")
    fiscal_year_begins: Month = Field(description="month in which a fiscal year begins")
