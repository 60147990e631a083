"""Circles proposed from who took part how often."""

from datetime import UTC, datetime

from communities.policy import Circle
from forums.mail.parsing.participation import ParticipationCount, Proposal, propose_circles


def proposals(**months_of: list[str]) -> dict[str, Proposal]:
    """One post for each "year-month" given; the same month may come several times."""
    count = ParticipationCount()
    for key, months in months_of.items():
        for month in months:
            sent_at = datetime.fromisoformat(f"{month}-10").replace(tzinfo=UTC)
            count.add(author_key=key, name=key.title(), address=f"{key}@x.example", sent_at=sent_at)
    return {proposal.author_key: proposal for proposal in propose_circles(count.authors())}


YEAR = [f"2010-{month:02d}" for month in range(1, 13)]


def test_core_is_proposed_for_the_most_present_only() -> None:
    found = proposals(awa=YEAR, ben=[*YEAR[:10], *YEAR[:5]], cleo=["2010-05"])
    assert [found[key].circle for key in ("awa", "ben", "cleo")] == [
        Circle.CORE,
        Circle.INNER,
        Circle.OUTER,
    ]


def test_core_has_a_place_for_each_twentieth_author() -> None:
    others = {f"other{number}": ["2010-01"] for number in range(38)}
    assert proposals(awa=YEAR, ben=YEAR, **others)["ben"].circle is Circle.CORE


def test_one_long_evening_is_not_a_standing() -> None:
    assert proposals(awa=["2010-01"] * 50)["awa"].circle is Circle.OUTER


def test_recent_months_open_the_inner_circle() -> None:
    found = proposals(awa=["2020-01", "2020-03"], ben=["2010-01", "2010-02"])
    assert found["awa"].circle is Circle.INNER
    assert found["ben"].circle is Circle.OUTER
    assert (found["awa"].recent_months, found["ben"].recent_months) == (2, 0)


def test_proposal_gives_the_figures_that_speak_for_it() -> None:
    awa = proposals(awa=["2010-01", "2010-01", "2010-03"])["awa"]
    assert (awa.posts, awa.months, awa.recent_months) == (3, 2, 2)
    assert (awa.first_at.month, awa.last_at.month) == (1, 3)


def test_no_authors_give_no_proposals() -> None:
    assert propose_circles([]) == []
