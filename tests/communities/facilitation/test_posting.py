"""A refused form is shown where it was sent to; who asks for that address again finds its page."""

import pytest

from tests.communities.facilitation.sessions import ClientOf, enter_all, plan
from tests.personas import Cast

PAGES = {
    "/calendar/address/": "/calendar/",
    "/sessions/{}/dates/offer/": "/sessions/{}/dates/",
    "/sessions/{}/enter/": "/sessions/{}/live/",
    "/sessions/{}/say/": "/sessions/{}/live/",
}


@pytest.mark.parametrize("address", PAGES)
def test_another_language_leads_back_to_the_page_of_the_form(
    cast: Cast, client_of: ClientOf, address: str
) -> None:
    session, client = plan(cast, starts_at=None), client_of(cast.awa)
    enter_all(session)
    posted, page = address.format(session.pk), PAGES[address].format(session.pk)

    answer = client.post("/language/", {"language": "en", "next": posted}, follow=True)

    assert answer.redirect_chain == [(posted, 302), (page, 302)]
    assert answer.status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_the_page_decides_who_reads_it(cast: Cast, client_of: ClientOf, address: str) -> None:
    posted = address.format(plan(cast).pk)

    assert client_of(None).get(posted).url.startswith("/accounts/login/")
    assert client_of(cast.awa).put(posted).status_code == 405
    if "sessions" in posted:
        assert client_of(cast.esther).get(posted, follow=True).status_code == 404
