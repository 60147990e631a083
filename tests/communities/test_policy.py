"""The rule of access, cell by cell."""

import pytest

from communities.policy import NOBODY, Action, Audience, Scope, Standing, can

COMMUNITY = 1
MEMBER = {level: Standing(is_signed_in=True, communities={COMMUNITY: level}) for level in Audience}
STRANGER = Standing(is_signed_in=True, communities={2: Audience.CORE})


@pytest.mark.parametrize("read", Audience)
@pytest.mark.parametrize("level", [Audience.ORGANISATION, *list(Audience)[3:]])
def test_nearer_standing_reads_what_farther_reads(read: Audience, level: Audience) -> None:
    assert can(MEMBER[level], Action.READ, Scope(COMMUNITY, read)) is (level >= read)


@pytest.mark.parametrize("read", Audience)
def test_nobody_reads_only_public(read: Audience) -> None:
    assert can(NOBODY, Action.READ, Scope(COMMUNITY, read)) is (read is Audience.PUBLIC)


@pytest.mark.parametrize("read", Audience)
def test_core_of_another_community_is_a_stranger(read: Audience) -> None:
    assert can(STRANGER, Action.READ, Scope(COMMUNITY, read)) is (read <= Audience.SIGNED_IN)


def test_organisation_reader_never_writes() -> None:
    scope = Scope(COMMUNITY, Audience.ORGANISATION, write=Audience.ORGANISATION)

    assert not can(MEMBER[Audience.ORGANISATION], Action.WRITE, scope)
    assert can(MEMBER[Audience.OUTER], Action.WRITE, scope)


def test_invited_list_shuts_out_even_the_core_group() -> None:
    scope = Scope(COMMUNITY, Audience.INNER, invited_list_id=7)
    listed = Standing(
        is_signed_in=True, communities={COMMUNITY: Audience.INNER}, invited_lists=frozenset({7})
    )

    assert not can(MEMBER[Audience.CORE], Action.READ, scope)
    assert can(listed, Action.READ, scope)


def test_invited_list_narrows_and_never_widens() -> None:
    scope = Scope(COMMUNITY, Audience.CORE, invited_list_id=7)
    listed = Standing(
        is_signed_in=True, communities={COMMUNITY: Audience.OUTER}, invited_lists=frozenset({7})
    )

    assert not can(listed, Action.READ, scope)


def test_closed_place_is_read_only_but_cared_for() -> None:
    scope = Scope(COMMUNITY, Audience.OUTER, Audience.OUTER, is_open=False)

    assert can(MEMBER[Audience.CORE], Action.READ, scope)
    assert not can(MEMBER[Audience.CORE], Action.WRITE, scope)
    assert can(MEMBER[Audience.CORE], Action.CARE, scope)


def test_entering_lets_staff_read_and_nothing_else() -> None:
    staff = Standing(is_signed_in=True, entered=frozenset({COMMUNITY}))
    scope = Scope(COMMUNITY, Audience.CORE, Audience.OUTER, invited_list_id=7)

    assert can(staff, Action.READ, scope)
    assert not can(staff, Action.WRITE, scope)
    assert not can(staff, Action.CARE, scope)
