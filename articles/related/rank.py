"""How well one thing stands beside another: one number, and the parts it is made of. Values in, values out."""

from dataclasses import dataclass

# What the index calls so near is about the same more often than not: see decision 020.
_HALF = 0.25


@dataclass(frozen=True)
class Weights:
    """What counts how much. `text` and `tags` say whether it fits at all, the others only move what does.

    Attributes:
        tags: how far shared tags fill up what the words leave open, from 0 to 1, when they say all they can.
        freshness: what being far apart in time takes away at most, from 0 to 1.
        trust: what an untrusted source takes away, from 0 to 1.
        older_half_days: after so many days, half of the freshness of something older is gone.
        newer_half_days: likewise of something newer: what came after an article interests its readers longer.
    """

    tags: float = 0.5
    freshness: float = 0.3
    trust: float = 0.1
    older_half_days: float = 180.0
    newer_half_days: float = 720.0


# An archive stays worth reading; news of other outlets does not for long.
OWN_ARCHIVE = Weights()
OTHER_OUTLETS = Weights(freshness=0.6, older_half_days=14.0, newer_half_days=14.0)


@dataclass(frozen=True)
class Rank:
    """The parts, each from 0 to 1, and `score`, which they make together. `fits`: without time and trust."""

    text: float
    tags: float
    freshness: float
    trust: float
    fits: float
    score: float


def said_by_words(near: float) -> float:
    """Return from 0 to 1 how much it says that the index calls two texts `near`: of little nothing, of half nearly all.

    Any two texts share some words; so the curve is flat at its beginning.
    """
    return 1 - 0.5 ** ((near / _HALF) ** 2) if near < 1 else 1.0


def rank(
    text: float, *, tags: float = 0.0, days_after: float = 0.0, trust: float = 1.0, weights: Weights = OWN_ARCHIVE
) -> Rank:
    """Return how well something stands beside a text.

    Args:
        text: how much their words say, from 0 to 1: see `said_by_words`.
        tags: how much the tags say that both have, from 0 to 1: see `Subjects.say`.
        days_after: how many days after the text it appeared; before it, a negative number.
        trust: of its source, from 0 to 1; our own articles have 1.
    """
    half = weights.newer_half_days if days_after > 0 else weights.older_half_days
    freshness = 0.5 ** (abs(days_after) / half)
    fits = 1 - (1 - text) * (1 - weights.tags * tags)
    score = fits * (1 - weights.freshness * (1 - freshness)) * (1 - weights.trust * (1 - trust))
    return Rank(text, tags, freshness, trust, fits, score)
