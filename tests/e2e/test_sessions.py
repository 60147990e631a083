"""A whole co-development session: live in six browsers, and over days; nothing is lost or leaks."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.meeting import STEPS, Sitting, gather, planned
from tests.e2e.product import Product
from tests.e2e.test_screens import weigh

pytestmark = pytest.mark.e2e
OpenPage = Callable[..., Page]
MINUTES = dict.fromkeys(STEPS, 3)
LATE, CUT_OFF, PLAIN = "esther", "chloe", "awa"  # arrives in step 4, loses the line, has no scripts
MOST_DIFFERENCE = 0.3  # seconds between two countdowns


def test_six_people_hold_a_session_live(open_page: OpenPage, demo: Product) -> None:
    session = planned(demo, "Dire non sans rompre", "live", MINUTES)
    people = gather(open_page, session, without_scripts=PLAIN)
    fatou, boubacar, awa = people["fatou"], people["boubacar"], people[PLAIN]
    chloe, gustave = people[CUT_OFF], people["gustave"]
    for key, one in people.items():
        if key != LATE:
            one.enter()

    fatou.press("start")
    for key, one in people.items():
        if key != LATE:
            one.sees_step("integration")
    boubacar.say("integration", "news", "J’ai tenu ma réunion debout.")
    awa.say("integration", "news", "Rien essayé, mais observé.")
    fatou.hears("Rien essayé, mais observé.")

    go_on(fatou, [boubacar, awa, chloe], "choice")
    boubacar.say("choice", "subject", "Je dis oui à tout.")
    chloe.hears("Je dis oui à tout.")
    chloe.row("Je dis oui à tout.").locator("[data-dot]").click()
    expect(fatou.row("Je dis oui à tout.").locator("[data-dots]")).to_contain_text("1")

    go_on(fatou, [boubacar, chloe], "exposition")
    boubacar.say("exposition", "story", "Mon directeur ajoute chaque lundi une priorité.")
    go_on(fatou, [chloe, awa], "clarification")

    late = people[LATE]
    late.enter()
    late.sees_step("clarification")
    late.hears("Mon directeur ajoute chaque lundi une priorité.")
    assert abs(late.left - fatou.left) <= MOST_DIFFERENCE

    cut_one_off(chloe, boubacar)
    restart(demo, fatou)
    late.say("clarification", "question", "Que se passe-t-il quand vous dites non ?")
    boubacar.hears("Que se passe-t-il quand vous dites non ?")
    boubacar.say("clarification", "answer", "Je ne l’ai jamais fait.")

    go_on(fatou, [boubacar, chloe, awa, late], "contract")
    fatou.press("next")
    expect(fatou.page.locator("#refused")).not_to_be_empty()  # no contract, no consultation
    boubacar.say("contract", "contract", "Aidez-moi à préparer un premier non.")
    for one in (chloe, late):
        one.hears("Aidez-moi à préparer un premier non.")
        one.page.locator("[data-accept][value='1']").click()
    go_on(fatou, [boubacar, chloe, awa, late], "consultation")

    expect(boubacar.page.locator("[data-step=consultation] option[value=idea]")).to_have_count(0)
    chloe.say("consultation", "experience", "J’ai demandé laquelle retirer.")
    awa.say("consultation", "idea", "Écrire les priorités au mur.")
    late.say("consultation", "suggestion", "Répéter la phrase avec quelqu’un.")
    for text in (chloe.said[-1], awa.said[-1], late.said[-1]):
        boubacar.hears(text)

    go_on(fatou, [boubacar], "synthesis")
    form = boubacar.page.locator("[data-step=synthesis] form[data-say]")
    form.locator("input[name=due_on]").fill("2027-01-15")
    boubacar.say("synthesis", "commitment", "Demander lundi laquelle retirer.")
    fatou.hears("Demander lundi laquelle retirer.")

    go_on(fatou, [chloe, awa], "learning")
    for one, text in ((chloe, "Un non protège un oui."), (awa, "Le mur parle pour moi.")):
        fatou.page.locator("[formaction$='/floor/'][value=next]").locator("visible=true").click()
        give(fatou, one)
        one.sees_step("learning")
        one.say("learning", "learning", text)
        fatou.hears(text)

    fatou.page.locator(".lead-bar summary").click()
    fatou.press("end")
    for one in (boubacar, chloe, gustave):
        expect(one.page.locator(".stage")).to_be_hidden()
    holds_everything_once(fatou, people.values())
    stays_inside(open_page, session, [text for one in people.values() for text in one.said])


def go_on(fatou: Sitting, others: list[Sitting], step: str) -> None:
    fatou.press("next")
    fatou.sees_step(step)
    for one in others:
        one.sees_step(step)


def give(fatou: Sitting, one: Sitting) -> None:
    """Give the floor to somebody by name."""
    name = one.page.locator("header").get_by_role("link", name=re.compile(r"\w+ \w+")).last
    called = name.inner_text() if name.count() else ""
    row = fatou.page.locator("#people li", has_text=called or "Awa Diallo")
    row.locator("[data-give]").click()
    expect(row.locator("[data-mark=floor]")).to_be_visible()


def cut_one_off(chloe: Sitting, boubacar: Sitting) -> None:
    """Lose the line for a minute: what is written meanwhile arrives once it is back."""
    chloe.page.context.set_offline(True)
    chloe.say("clarification", "question", "Depuis quand ?")
    expect(chloe.page.locator("#pending")).to_contain_text("Depuis quand ?")
    chloe.page.wait_for_timeout(60_000)
    chloe.page.context.set_offline(False)
    boubacar.hears("Depuis quand ?")
    chloe.hears("Depuis quand ?")
    expect(chloe.row("Depuis quand ?")).to_have_count(1)


def restart(demo: Product, fatou: Sitting) -> None:
    """Stop the server and start it again: the clock is where it would have been."""
    before, at = fatou.left, time.monotonic()
    demo.stop()
    demo.start()
    expect(fatou.page.locator("[data-connection]")).to_contain_text("En direct", timeout=60_000)
    assert fatou.left == pytest.approx(before - (time.monotonic() - at), abs=1)


def holds_everything_once(fatou: Sitting, people: object) -> None:
    """Each contribution stands once, under its step."""
    fatou.look()
    texts = fatou.page.locator(".said-step [data-text]").all_inner_texts()
    said = [text for one in people for text in one.said]  # type: ignore[attr-defined]  # sittings
    assert sorted(texts) == sorted(said)


def stays_inside(open_page: OpenPage, session: int, texts: list[str]) -> None:
    """Somebody of the community who took no part finds nothing of it anywhere."""
    diego = open_page("diego")
    addresses = (f"/sessions/{session}/", f"/sessions/{session}/live/", "/", "/search/?q=priorité")
    for address in addresses:
        diego.goto(address)
        content = diego.content()
        assert [text for text in (*texts, "Dire non sans rompre") if text in content] == []


def test_a_session_goes_over_days_by_itself(open_page: OpenPage, demo: Product) -> None:
    session = planned(demo, "Au fil de la semaine", "days", {})
    people = gather(open_page, session, without_scripts=PLAIN)
    fatou, boubacar = people["fatou"], people["boubacar"]
    for one in people.values():
        one.enter()
    fatou.press("start")
    said = (
        ("integration", boubacar, "news", "Une semaine calme."),
        ("choice", boubacar, "subject", "Mon équipe ne lit pas ses messages."),
        ("exposition", boubacar, "story", "Trois canaux, et personne sur le même."),
        ("clarification", people[CUT_OFF], "question", "Qui a choisi les canaux ?"),
        ("contract", boubacar, "contract", "Aidez-moi à n’en garder qu’un."),
    )
    for step, one, kind, text in said:
        for other in (one, fatou):
            other.sees_step(step)
        one.say(step, kind, text)
        fatou.hears(text)
        if step != "contract":
            pass_hours(demo, session, 100)
    for key in (CUT_OFF, PLAIN, LATE):
        people[key].look()
        people[key].page.locator("[data-accept][value='1']").click()
        people[key].page.wait_for_load_state()
    for step, one, kind, text in (
        ("consultation", people[PLAIN], "idea", "Un seul canal, et un jour sans."),
        ("synthesis", boubacar, "summary", "Je garde le mur."),
        ("learning", people[LATE], "learning", "Moins, c’est lu."),
    ):
        pass_hours(demo, session, 100)
        for other in (one, fatou):
            other.sees_step(step)
        one.say(step, kind, text)
        fatou.hears(text)
    pass_hours(demo, session, 100)

    expect(fatou.page.locator(".stage")).to_be_hidden(timeout=20_000)
    holds_everything_once(fatou, people.values())


def pass_hours(demo: Product, session: int, hours: int) -> None:
    """Let hours pass for a session, and look after it as the server does each minute."""
    script = f"""
from django.db.models import F
from communities.facilitation.models import Session
from communities.facilitation.services.days import attend_to_days
Session.objects.filter(pk={session}).update(since=F("since") - {hours * 3600})
attend_to_days()
"""
    demo.manage("shell", script=script)


def test_a_running_session_is_light(open_page: OpenPage, demo: Product) -> None:
    session = planned(demo, "Une séance légère", "live", MINUTES)
    people = gather(open_page, session)
    for key in ("fatou", "boubacar"):
        people[key].enter()
    people["fatou"].press("start")
    people["fatou"].sees_step("integration")
    weight, _requests = weigh(people["boubacar"].page, people["boubacar"].page.url)

    assert weight <= 15_000
