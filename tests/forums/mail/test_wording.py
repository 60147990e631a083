"""Every trouble has words."""

from forums.mail.parsing import NotAnArchiveError, Problem
from forums.mail.wording import PROBLEMS, REFUSALS


def test_every_problem_has_its_own_words() -> None:
    assert set(PROBLEMS) == set(Problem)
    assert len({str(words) for words in PROBLEMS.values()}) == len(Problem)
    assert set(REFUSALS) == set(NotAnArchiveError.Reason)
