"""What is an exercise once people answer it? Its phase, the last answer of each participant, ideas and decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from strategylib.workshop.exercises import Decision, Exercise


class Phase(StrEnum):
    """Where an exercise stands: being prepared, taking votes, closed, or its result shown to all."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    REVEALED = "revealed"


class IdeaStatus(StrEnum):
    """Where an idea stands: waiting to be looked at, shown, left out, or part of another."""

    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Idea:
    """What somebody wrote, as the facilitator lets it stand."""

    id: str
    text: str
    participant: str
    item: str = ""
    status: IdeaStatus = IdeaStatus.WAITING
    into: str = ""


@dataclass(slots=True)
class Round:
    """An exercise in its session: its phase, the last answer of each participant, ideas and decisions."""

    exercise: Exercise
    phase: Phase = Phase.DRAFT
    number: int = 1
    ballots: dict[str, Any] = field(default_factory=dict)
    ideas: dict[str, Idea] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """How many participants have answered."""
        return len({one.participant for one in self.ideas.values() if one.participant}) if self.exercise.written else len(self.ballots)
