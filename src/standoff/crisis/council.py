"""The Security Council: drafts are tabled, members vote, and a draft is adopted, vetoed or fails.

A decision needs nine yes of fifteen and no `no` of a permanent member; an abstention is no veto (UN Charter, article
27(3), and the practice that the International Court of Justice confirmed in its Namibia opinion of 1971, paragraph 22).
Members that nobody plays, and those that cast no vote, vote by their stance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, get_args

from standoff.base.errors import InputError, nearest
from standoff.crisis.change import Change

Vote = Literal["yes", "no", "abstain"]
Verdict = Literal["adopted", "vetoed", "failed"]
Status = Literal["none", "tabled", "adopted", "vetoed", "failed", "withdrawn"]

YES_NEEDED: Final = 9
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
VOTES: Final[tuple[Vote, ...]] = ("yes", "no", "abstain")


@dataclass(frozen=True)
class Stance:
    """How a member votes by itself: yes with probability `yes` (0 to 1), else `otherwise`."""

    yes: float
    otherwise: Vote = "abstain"


@dataclass(frozen=True)
class Member:
    """A seat: the member's code, whether permanent, its stance, and whether an actor of the scenario plays it."""

    code: str
    permanent: bool
    stance: Stance
    played: bool = False


@dataclass(frozen=True)
class Draft:
    """A draft resolution: the resolution that it becomes, who may table it, when the Council can vote on it.

    `earliest_s` is the earliest vote, s after STARTEX; `notice_s` the time from tabling to the vote. `stances` are
    members' own on this draft, in place of their usual ones. `adopted_s` is when it was adopted before STARTEX, if so.
    """

    id: str
    title: str
    resolution: str
    sponsor: str | None = None
    measures: tuple[str, ...] = ()
    earliest_s: float = 0.0
    notice_s: float = 0.0
    stances: Mapping[str, Stance] = field(default_factory=dict)
    adopted_s: float | None = None


@dataclass(frozen=True)
class Council:
    """The members in a fixed order, and the drafts that may come before them."""

    members: tuple[Member, ...] = ()
    drafts: Mapping[str, Draft] = field(default_factory=dict)

    @property
    def played(self) -> frozenset[str]:
        """Codes of the members that actors of the scenario play."""
        return frozenset(member.code for member in self.members if member.played)


@dataclass(frozen=True)
class Paper:
    """A draft in play: its status, the vote's time (s after STARTEX) and the votes cast so far."""

    status: Status = "none"
    vote_at_s: float | None = None
    votes: Mapping[str, Vote] = field(default_factory=dict)


@dataclass(frozen=True)
class CouncilState:
    """Id of a draft -> where it stands; a draft that it lacks was never tabled."""

    papers: Mapping[str, Paper] = field(default_factory=dict)

    def status(self, draft: str) -> Status:
        """Where a draft stands."""
        return self.papers.get(draft, Paper()).status


def start(council: Council) -> CouncilState:
    """The state at STARTEX: drafts that were adopted before are adopted."""
    past = (draft for draft in council.drafts.values() if draft.adopted_s is not None and draft.adopted_s <= 0)
    return CouncilState({draft.id: Paper("adopted", draft.adopted_s) for draft in past})


def verdict(members: Sequence[Member], votes: Mapping[str, Vote]) -> Verdict:
    """What the votes come to. A member that did not vote counts neither way.

    Nine yes are needed; a permanent member's `no` against as many is a veto (UN Charter, article 27(3)).
    """
    if sum(votes.get(member.code) == "yes" for member in members) < YES_NEEDED:
        return "failed"
    vetoed = any(member.permanent and votes.get(member.code) == "no" for member in members)
    return "vetoed" if vetoed else "adopted"


def table(
    council: Council, state: CouncilState, draft_id: str, actor: str, now_s: float
) -> tuple[CouncilState, list[Change]]:
    """Table a draft. A draft that failed, was vetoed or withdrawn may be tabled again.

    Raises:
        InputError: an unknown draft, one that is before the Council or adopted, or an actor without a seat.
    """
    draft = _draft(council, draft_id)
    _require_seat(council, actor)
    status = state.status(draft_id)
    if status in ("tabled", "adopted"):
        raise InputError(f"is {status} already", field="draft", value=draft_id, allowed="a draft that is not")
    vote_at_s = max(now_s + draft.notice_s, draft.earliest_s)
    data = {"draft": draft_id, "title": draft.title, "status": "tabled", "vote_at_s": vote_at_s}
    return _with(state, draft_id, Paper("tabled", vote_at_s)), [Change("draft", data, actor)]


def vote(
    council: Council, state: CouncilState, draft_id: str, actor: str, choice: str
) -> tuple[CouncilState, list[Change]]:
    """Cast an actor's vote, or change it before the vote is held.

    Call `hold` once `complete` says so, or the draft's time has come.

    Raises:
        InputError: a draft that is not tabled, an actor without a seat, or no such vote.
    """
    paper = _tabled(council, state, draft_id)
    _require_seat(council, actor)
    if choice not in VOTES:
        raise InputError("is not a vote", field="vote", value=choice, allowed=", ".join(VOTES))
    cast = next(known for known in VOTES if known == choice)
    after = replace(paper, votes={**paper.votes, actor: cast})
    return _with(state, draft_id, after), [Change("vote", {"draft": draft_id, "vote": cast}, actor)]


def withdraw(council: Council, state: CouncilState, draft_id: str, actor: str) -> tuple[CouncilState, list[Change]]:
    """Withdraw a draft before the vote.

    Raises:
        InputError: a draft that is not tabled, or an actor that is not its sponsor.
    """
    _tabled(council, state, draft_id)
    sponsor = council.drafts[draft_id].sponsor
    if sponsor not in (None, actor):
        raise InputError("did not sponsor the draft", field="actor", value=actor, allowed=sponsor)
    data = {"draft": draft_id, "status": "withdrawn"}
    return _with(state, draft_id, Paper("withdrawn")), [Change("draft", data, actor)]


def complete(council: Council, state: CouncilState, draft_id: str, now_s: float) -> bool:
    """Whether the vote can be held now: every played member has voted and the earliest time has come."""
    paper = state.papers.get(draft_id, Paper())
    if paper.status != "tabled" or now_s < _draft(council, draft_id).earliest_s:
        return False
    return council.played <= paper.votes.keys()


def hold(
    council: Council, state: CouncilState, draft_id: str, uniforms: Sequence[float], now_s: float
) -> tuple[CouncilState, list[Change]]:
    """Hold the vote: members without one vote by their stance, then the verdict.

    Args:
        council: members and drafts.
        state: where the drafts stand.
        draft_id: the draft that is voted on.
        uniforms: one number in [0, 1) a member, in the order of `council.members`.
        now_s: s after STARTEX.

    Returns:
        The state and one change `draft` with the votes and, if adopted, the resolution to adopt.

    Raises:
        InputError: a draft that is not tabled.
        ValueError: not one number a member.
    """
    paper, draft = _tabled(council, state, draft_id), council.drafts[draft_id]
    votes: dict[str, Vote] = {}
    for member, uniform in zip(council.members, uniforms, strict=True):
        stance = draft.stances.get(member.code, member.stance)
        by_itself: Vote = "yes" if uniform < stance.yes else stance.otherwise
        votes[member.code] = paper.votes.get(member.code, by_itself)
    outcome = verdict(council.members, votes)
    data: dict[str, Any] = {"draft": draft_id, "title": draft.title, "status": outcome, "votes": votes}
    data["count"] = {choice: sum(one == choice for one in votes.values()) for choice in VOTES}
    if outcome == "adopted":
        data["resolution"] = draft.resolution
    elif outcome == "vetoed":
        data["vetoed_by"] = [one.code for one in council.members if one.permanent and votes[one.code] == "no"]
    after = Paper(outcome, now_s, votes)
    return _with(state, draft_id, after), [Change("draft", data, draft.sponsor)]


def due(state: CouncilState, now_s: float) -> list[str]:
    """Ids of tabled drafts whose vote's time has come, in the order in which they were tabled."""
    return [
        name
        for name, paper in state.papers.items()
        if paper.status == "tabled" and paper.vote_at_s is not None and paper.vote_at_s <= now_s
    ]


def _with(state: CouncilState, draft_id: str, paper: Paper) -> CouncilState:
    others = {name: held for name, held in state.papers.items() if name != draft_id}
    return CouncilState({**others, draft_id: paper})


def _draft(council: Council, draft_id: str) -> Draft:
    draft = council.drafts.get(draft_id)
    if draft is None:
        raise InputError("is not a draft", field="draft", value=draft_id, allowed=nearest(draft_id, council.drafts))
    return draft


def _tabled(council: Council, state: CouncilState, draft_id: str) -> Paper:
    _draft(council, draft_id)
    paper = state.papers.get(draft_id, Paper())
    if paper.status != "tabled":
        raise InputError(f"is not tabled but {paper.status}", field="draft", value=draft_id, allowed="a tabled draft")
    return paper


def _require_seat(council: Council, actor: str) -> None:
    seats = [member.code for member in council.members]
    if actor not in seats:
        raise InputError("has no seat on the Security Council", field="actor", value=actor, allowed=", ".join(seats))
