"""A whole co-development session: live in six browsers, and over days; nothing is lost or leaks."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.meeting import MINUTES, Sitting, gather, planned
from tests.e2e.pages import OpenPage, follow, weigh_warm
from tests.e2e.product import Product

pytestmark = pytest.mark.e2e
People = dict[str, Sitting]
TITLE = "Dire non sans rompre"
NAMES = {"awa": "Awa Diallo", "chloe": "Chloé Martin"}
LATE, CUT_OFF, PLAIN = "esther", "chloe", "awa"  # arrives in step 4, loses the line, has no scripts
MOST_DIFFERENCE = 0.3  # seconds between two countdowns


def test_six_people_hold_a_session_live(open_page: OpenPage, demo: Product) -> None:
    session = planned(demo, TITLE, "live", MINUTES)
    people = gather(open_page, session, without_scripts=PLAIN)
    arrive(people)
    choose(people)
    clarify(people, demo)
    agree(people)
    consult(people)
    learn(people)

    people["fatou"].page.locator(".lead-bar summary").click()
    people["fatou"].press("end")
    for key in ("boubacar", CUT_OFF, "gustave"):
        expect(people[key].page.locator(".stage")).to_be_hidden()
    holds_everything_once(people)
    texts = [text for one in people.values() for text in one.said]
    stays_inside(open_page, session, texts)
    remains(open_page, people, session, texts)


def arrive(people: People) -> None:
    """Enter, all but one, and tell what came of the last session."""
    present = [one for key, one in people.items() if key != LATE]
    for one in present:
        one.enter()
    people["fatou"].press("start")
    for one in present:
        one.sees_step("integration")
    people["boubacar"].say("integration", "news", "J’ai tenu ma réunion debout.")
    people[PLAIN].say("integration", "news", "Rien essayé, mais observé.")
    people["fatou"].hears("Rien essayé, mais observé.")


def choose(people: People) -> None:
    """Settle on a subject with dots, and hear it told."""
    fatou, boubacar, chloe = people["fatou"], people["boubacar"], people[CUT_OFF]
    go_on(people, "choice", ("boubacar", PLAIN, CUT_OFF))
    boubacar.say("choice", "subject", "Je dis oui à tout.")
    chloe.hears("Je dis oui à tout.")
    chloe.row("Je dis oui à tout.").locator("[data-dot]").click()
    expect(chloe.row("Je dis oui à tout.").locator("[data-undot]")).to_be_focused()
    expect(fatou.row("Je dis oui à tout.").locator("[data-dots]")).to_contain_text("1")
    go_on(people, "exposition", ("boubacar", CUT_OFF))
    boubacar.say("exposition", "story", "Mon directeur ajoute chaque lundi une priorité.")


def clarify(people: People, demo: Product) -> None:
    """Somebody comes late, somebody loses the line, and the server is restarted."""
    go_on(people, "clarification", (CUT_OFF, PLAIN))
    late, boubacar = people[LATE], people["boubacar"]
    late.enter()
    late.sees_step("clarification")
    late.hears("Mon directeur ajoute chaque lundi une priorité.")
    assert abs(late.left - people["fatou"].left) <= MOST_DIFFERENCE

    cut_one_off(people[CUT_OFF], boubacar)
    restart(demo, people["fatou"])
    late.say("clarification", "question", "Que se passe-t-il quand vous dites non ?")
    boubacar.hears("Que se passe-t-il quand vous dites non ?")
    boubacar.say("clarification", "answer", "Je ne l’ai jamais fait.")


def agree(people: People) -> None:
    """Consultation opens with the contract, not before."""
    fatou, boubacar = people["fatou"], people["boubacar"]
    go_on(people, "contract", ("boubacar", CUT_OFF, PLAIN, LATE))
    fatou.press("next")
    expect(fatou.page.locator("#refused")).not_to_be_empty()
    boubacar.say("contract", "contract", "Aidez-moi à préparer un premier non.")
    people[CUT_OFF].hears("Aidez-moi à préparer un premier non.")
    declines = people[CUT_OFF].page.locator("[data-accept][value='0']")
    declines.click()
    expect(declines).to_have_attribute("aria-pressed", "true")
    expect(boubacar.page.locator("[data-declined]")).to_be_visible()
    for key in (CUT_OFF, LATE):
        people[key].hears("Aidez-moi à préparer un premier non.")
        people[key].page.locator("[data-accept][value='1']").click()
    expect(declines).not_to_have_attribute("aria-pressed", "true")
    accepted = fatou.page.locator("#contract [data-when=accepted]")
    expect(accepted).to_be_visible(timeout=20_000)


def consult(people: People) -> None:
    """The consultants offer, the client listens."""
    boubacar = people["boubacar"]
    go_on(people, "consultation", ("boubacar", CUT_OFF, PLAIN, LATE))
    ideas = boubacar.page.locator("[data-step=consultation] option[value=idea]")
    expect(ideas).to_have_count(0)
    people[CUT_OFF].say("consultation", "experience", "J’ai demandé laquelle retirer.")
    people[PLAIN].say("consultation", "idea", "Écrire les priorités au mur.")
    people[LATE].say("consultation", "suggestion", "Répéter la phrase avec quelqu’un.")
    for key in (CUT_OFF, PLAIN, LATE):
        boubacar.hears(people[key].said[-1])


def learn(people: People) -> None:
    """The client commits to something; each in turn says what they learned."""
    fatou, boubacar = people["fatou"], people["boubacar"]
    go_on(people, "synthesis", ("boubacar",))
    form = boubacar.page.locator("[data-step=synthesis] form[data-say]")
    form.locator("input[name=due_on]").fill("2027-01-15")
    boubacar.say("synthesis", "commitment", "Demander lundi laquelle retirer.")
    fatou.hears("Demander lundi laquelle retirer.")
    go_on(people, "learning", (CUT_OFF, PLAIN))
    for key, text in ((CUT_OFF, "Un non protège un oui."), (PLAIN, "Le mur parle pour moi.")):
        row = fatou.page.locator("#people li", has_text=NAMES[key])
        row.locator("[data-give]").click()
        expect(row.locator("[data-mark=floor]")).to_be_visible()
        people[key].sees_step("learning")
        people[key].say("learning", "learning", text)
        fatou.hears(text)


def go_on(people: People, step: str, others: tuple[str, ...]) -> None:
    people["fatou"].press("next")
    for key in ("fatou", *others):
        people[key].sees_step(step)


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


def holds_everything_once(people: People) -> None:
    """Each contribution stands once, under its step."""
    people["fatou"].look()
    texts = people["fatou"].page.locator(".said-step [data-text]").all_inner_texts()
    said = [text for one in people.values() for text in one.said]
    assert sorted(texts) == sorted(said)


def remains(open_page: OpenPage, people: People, session: int, texts: list[str]) -> None:
    """The minutes hold every contribution once, for those whom the client chooses."""
    boubacar, fatou, diego = people["boubacar"].page, people["fatou"].page, open_page("diego")
    address = f"/sessions/{session}/minutes/"
    decide(boubacar, session, "inner")
    assert status_of(diego, address) == 404  # not shared yet
    fatou.goto(address)
    follow(fatou.locator("form[action$='/share/'] button.button-main"))
    assert status_of(diego, address) == 200
    minutes = diego.locator("article.prose").inner_text()
    assert {text: minutes.count(text) for text in texts} == dict.fromkeys(texts, 1)
    decide(boubacar, session, "participants")
    assert status_of(diego, address) == 404
    boubacar.goto("/commitments/")
    expect(boubacar.locator("main")).to_contain_text("Demander lundi laquelle retirer.")


def decide(page: Page, session: int, kept: str) -> None:
    page.goto(f"/sessions/{session}/keeping/")
    page.check(f"input[name=kept][value={kept}]")
    follow(page.locator("main form button.button-main"))


def status_of(page: Page, address: str) -> int:
    answer = page.goto(address)
    return answer.status if answer else 0


def stays_inside(open_page: OpenPage, session: int, texts: list[str]) -> None:
    """Somebody of the community who took no part finds nothing of it anywhere."""
    diego = open_page("diego")
    addresses = (f"/sessions/{session}/", f"/sessions/{session}/live/", "/", "/search/?q=priorité")
    for address in addresses:
        diego.goto(address)
        content = diego.content()
        assert [text for text in (*texts, TITLE) if text in content] == []


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
        people[key].send(people[key].page.locator("[data-accept][value='1']"))
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
    holds_everything_once(people)


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

    assert weigh_warm(people["boubacar"].page, people["boubacar"].page.url) <= 15_000


def test_an_open_page_hears_where_the_session_goes_on(open_page: OpenPage, demo: Product) -> None:
    session = planned(demo, "Ailleurs", "live", MINUTES)
    people = gather(open_page, session)
    fatou, boubacar = people["fatou"], people["boubacar"].page
    for key in ("fatou", "boubacar"):
        people[key].enter()
    fatou.press("start")
    people["boubacar"].sees_step("integration")
    where = boubacar.locator(".where")
    expect(where).to_be_hidden()

    fatou.page.goto(f"/sessions/{session}/edit/")
    fatou.page.locator("input[name=place]").fill("Salle 7")
    fatou.page.locator("input[name=meeting_url]").fill("https://meet.example/ailleurs")
    follow(fatou.page.locator("main form button.button-main"))

    expect(where.locator("[data-place]")).to_have_text("Salle 7")
    link = where.get_by_role("link", name="Vers la visioconférence")
    expect(link).to_have_attribute("href", "https://meet.example/ailleurs")
    expect(where.locator("[data-moved]")).to_be_visible()


def test_words_of_a_step_that_is_over_meanwhile_wait_in_sight(
    open_page: OpenPage, demo: Product
) -> None:
    session = planned(demo, "À moitié écrit", "live", MINUTES)
    fatou, boubacar = (Sitting(open_page(key), session) for key in ("fatou", "boubacar"))
    for one in (fatou, boubacar):
        one.enter()
    fatou.press("start")
    expect(fatou.page.locator("#now")).to_be_focused()
    boubacar.sees_step("integration")
    boubacar.page.locator("[data-step=integration] textarea").press_sequentially("À moitié")
    fatou.press("pause")
    expect(fatou.page.locator("button[value=resume]")).to_be_focused()
    fatou.press("next")

    boubacar.sees_step("choice")
    expect(boubacar.page.locator("#now")).to_be_focused()
    pending = boubacar.page.locator("#pending")
    expect(pending).to_contain_text("À moitié")
    pending.locator("button").click()
    words = boubacar.page.locator("[data-step=choice] textarea")
    expect(words).to_be_focused()
    expect(words).to_have_value("À moitié")
    fatou.page.locator(".lead-bar summary").click()
    fatou.press("end")
    expect(boubacar.page.locator("#said-title")).to_be_focused()
    expect(pending).to_contain_text("À moitié")
    expect(pending.locator("button")).to_have_count(0)
    boubacar.page.reload()
    expect(pending).to_contain_text("À moitié")
