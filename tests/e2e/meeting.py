"""Six people in six browsers around one session: how they come in, and what they press."""

import json
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages import OpenPage, follow
from tests.e2e.product import Product

ROLES = {
    "fatou": "facilitator",
    "boubacar": "client",
    "awa": "consultant",
    "chloe": "consultant",
    "esther": "consultant",
    "gustave": "note-taker",
}
SECONDS = 40  # with the line coming back meanwhile
STEPS = (
    "integration",
    "choice",
    "exposition",
    "clarification",
    "contract",
    "consultation",
    "synthesis",
    "learning",
)
MINUTES = dict.fromkeys(STEPS, 3)
# Whoever is no member yet joins, so that the whole cast can sit down together; Diego, too, who
# takes no part.
STAGE = """
from datetime import timedelta
from django.utils import timezone
from communities.circles.models import Community
from communities.circles.services.membership import join_community
from communities.facilitation.choices import Role
from communities.facilitation.formats import shipped
from communities.facilitation.services.planning import SessionFacts, plan_session
from communities.people.models import User
from communities.policy import Circle

community = Community.objects.get(slug="animer-autrement")
people = {{User.objects.get(email=f"{{key}}@demo.example"): Role(role) for key, role in {roles}.items()}}
leader = next(person for person, role in people.items() if role == Role.FACILITATOR)
for person in [*people, User.objects.get(email="diego@demo.example")]:
    join_community(community=community, person=person, circle=Circle.INNER, by=leader)
session = plan_session(
    community=community,
    by=leader,
    facts=SessionFacts(
        title={title!r},
        starts_at=timezone.now() + timedelta(minutes=5),
        time_zone="Africa/Dakar",
        pace={pace!r},
        lengths={lengths!r},
        confidentiality="Ce qui est dit ici reste ici.",
    ),
    content=shipped()["co-development"],
    people=people,
)
print("planned", session.pk)
"""


def planned(product: Product, title: str, pace: str, lengths: dict[str, int]) -> int:
    """Plan a session for the whole cast; return its key."""
    script = STAGE.format(roles=json.dumps(ROLES), title=title, pace=pace, lengths=lengths)
    return int(product.manage("shell", script=script).rsplit("planned ", 1)[1].split()[0])


@dataclass
class Sitting:
    """One person's page of a session."""

    page: Page
    session: int
    has_scripts: bool = True
    said: list[str] = field(default_factory=list)

    def enter(self) -> None:
        """Read the words of confidentiality, and go in."""
        self.look()
        self.page.check("input[name=accepts]")
        follow(self.page.locator("main form button.button-main"))

    def look(self) -> None:
        self.page.goto(f"/sessions/{self.session}/live/")

    def sees_step(self, key: str) -> None:
        """Wait until this page is in a step; without scripts it is loaded again."""
        if not self.has_scripts:
            self.look()
        expect(self.page.locator(f"[data-step={key}]")).to_be_visible(timeout=20_000)

    def say(self, step: str, kind: str, text: str) -> None:
        form = self.page.locator(f"[data-step={step}] form[data-say]")
        choice = form.locator("select[name=kind]")
        if choice.count():
            choice.select_option(kind)
        form.locator("textarea[name=body]").fill(text)
        self.send(form.locator("button.button-main"))
        self.said.append(text)

    def send(self, press: Locator) -> None:
        """Press a key of a form: with scripts it goes over the line, without it is another page."""
        if self.has_scripts:
            press.click()
        else:
            follow(press)

    def hears(self, text: str) -> None:
        if not self.has_scripts:
            self.look()
        expect(self.row(text)).to_be_visible(timeout=SECONDS * 1000)

    def row(self, text: str) -> Locator:
        return self.page.locator(".said-step li.said", has_text=text)

    def press(self, act: str) -> None:
        """Do what only the facilitator can."""
        self.send(self.page.locator(f"button[name=act][value={act}]").locator("visible=true"))

    @property
    def left(self) -> float:
        """Seconds left, as this page counts them."""
        return float(self.page.locator("[data-left]").get_attribute("data-left") or 0)


def gather(open_page: OpenPage, session: int, *, without_scripts: str = "") -> dict[str, Sitting]:
    """Open a page for each of the cast; one of them may have scripts off."""
    return {
        key: Sitting(
            open_page(key, scripts=key != without_scripts, width=390 if key == "awa" else 1280),
            session,
            has_scripts=key != without_scripts,
        )
        for key in ROLES
    }
