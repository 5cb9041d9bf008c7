"""The application: routes behind a guard, over one house."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from standoff.exercise.web import live
from standoff.exercise.web.guard import Guard, answer_errors
from standoff.exercise.web.house import House
from standoff.exercise.web.routes import branches, control, pages, players, review, seats


def make_app(house: House, hosts: Iterable[str] = ()) -> FastAPI:
    """The application of a server.

    Args:
        house: what it holds.
        hosts: names that it answers for; any if none are given.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await house.start()
        yield
        await house.stop()

    app = FastAPI(
        title="Standoff exercise",
        version=version("standoff"),
        description="One exercise: seats, orders, messages, injects, adjudication, review.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.house = house
    answer_errors(app)
    for room in (seats, players, control, branches, review, live, pages):
        app.include_router(room.router)
    app.add_middleware(Guard, hosts=frozenset(hosts))
    return app
