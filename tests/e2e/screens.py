"""Every screen worth looking at: a name, who looks, and the address in the demo."""

from dataclasses import dataclass

FINANCE = "/communities/finances-publiques-locales/"
OPEN = "text=Forum ouvert"


@dataclass(frozen=True, slots=True)
class Screen:
    """A page of the demo as one persona sees it."""

    name: str
    persona: str | None
    address: str
    status: int = 200
    through: tuple[str, ...] = ()  # selectors of the links to follow from there


SCREENS = (
    Screen("home-visitor", None, "/"),
    Screen("home-member", "awa", "/"),
    Screen("home-newcomer", "esther", "/"),
    Screen("index", None, "/communities/"),
    Screen("community-visitor", None, FINANCE),
    Screen("community-core", "awa", FINANCE),
    Screen("community-closed", "awa", "/communities/employment-services-exchange/"),
    Screen("spaces", "awa", f"{FINANCE}spaces/"),
    Screen("spaces-reader", "diego", f"{FINANCE}spaces/"),
    Screen("space", "chloe", f"{FINANCE}spaces/", through=(OPEN,)),
    Screen("topic", "awa", f"{FINANCE}spaces/", through=(OPEN, "text=Tour de table")),
    Screen("topic-poll", "chloe", f"{FINANCE}spaces/", through=(OPEN, "text=Sondage")),
    Screen(
        "topic-locked",
        "chloe",
        f"{FINANCE}spaces/",
        through=(OPEN, "[rel=next]", "text=Ancien fil"),
    ),
    Screen(
        "topic-protected",
        "boubacar",
        f"{FINANCE}spaces/",
        through=("text=Cercle intérieur", "text=validé un paiement"),
    ),
    Screen("topic-new", "chloe", f"{FINANCE}spaces/", through=(OPEN, "a[href$='topics/new/']")),
    Screen(
        "topic-move",
        "awa",
        f"{FINANCE}spaces/",
        through=(
            OPEN,
            "text=Tour de table",
            "summary:has-text('Prendre'), summary:has-text('Care')",
            "a[href$='/move/']",
        ),
    ),
    Screen(
        "post-edit",
        "awa",
        f"{FINANCE}spaces/",
        # The first page of the topic, whether this person has read it by now or not.
        through=(OPEN, "text=Tour de table", "main .pagination >> text=/1$/", "a[href$='/edit/']"),
    ),
    Screen("space-settings", "awa", f"{FINANCE}spaces/", through=(OPEN, "a[href$='/settings/']")),
    Screen("rooms", "awa", f"{FINANCE}chat/"),
    Screen("rooms-visitor", None, f"{FINANCE}chat/"),
    Screen("room", "awa", f"{FINANCE}chat/", through=(OPEN,)),
    Screen("room-reader", "diego", f"{FINANCE}chat/", through=(OPEN,)),
    Screen("room-protected", "boubacar", f"{FINANCE}chat/", through=("text=Cercle intérieur",)),
    Screen("room-empty", "awa", f"{FINANCE}chat/", through=("text=Annonces",)),
    Screen("room-new", "awa", f"{FINANCE}chat/new/"),
    Screen("room-settings", "awa", "/rooms/2/settings/"),
    Screen("room-keep", "awa", "/rooms/2/keep/"),
    Screen("message-edit", "awa", "/m/7/edit/"),
    Screen("message-history", "awa", "/m/7/history/"),
    Screen("quiet-hours", "awa", "/quiet-hours/"),
    Screen("import", "awa", f"{FINANCE}import/"),
    Screen("search", None, "/search/"),
    Screen("search-results", "boubacar", "/search/?q=budget"),
    Screen("search-kind", "chloe", "/search/?q=budget&kind=post&language=fr"),
    Screen("search-nothing", None, "/search/?q=calandrier+budgetaire"),
    Screen("search-too-long", None, f"/search/?q={'mot+' * 60}", status=400),
    Screen("search-saved", "awa", "/search/saved/"),
    Screen(
        "topic-related",
        "awa",
        f"{FINANCE}spaces/",
        through=(OPEN, "text=Tour de table", "a[href$='/related/']"),
    ),
    Screen("library", None, "/resources/"),
    Screen("library-signed-in", "esther", "/resources/"),
    Screen("library-tags", "gustave", "/resources/tags/"),
    Screen("resource-new-for-the-library", "esther", "/communities/bibliotheque/resources/new/"),
    Screen("library-narrowed", None, "/resources/?level=local&sort=adopted"),
    Screen("library-community", "chloe", f"{FINANCE}resources/"),
    Screen("library-organisation", "diego", "/organisations/finances-locales/resources/"),
    Screen("library-empty", "fatou", "/communities/animer-autrement/resources/"),
    Screen("resource", None, "/resources/", through=("text=Calendrier budgétaire",)),
    Screen("resource-practice", "boubacar", "/resources/", through=("text=La paire",)),
    Screen(
        "resource-protected", "boubacar", f"{FINANCE}resources/", through=("text=Premier jeudi",)
    ),
    Screen("resource-draft", "chloe", f"{FINANCE}resources/", through=("text=Peut-on payer",)),
    Screen("resource-new", "chloe", f"{FINANCE}resources/new/"),
    Screen(
        "resource-adapt",
        "esther",
        "/resources/",
        through=("text=La paire", "a[href$='/adapt/']"),
    ),
    Screen("reading-lists", "chloe", "/reading-lists/"),
    Screen("reading-list", None, "/reading-lists/", through=("text=Pour votre premier mois",)),
    Screen("reading-list-own", "awa", "/reading-lists/", through=("text=Pour votre premier",)),
    Screen("reading-list-new", "chloe", "/reading-lists/new/"),
    Screen(
        "reading-list-edit",
        "awa",
        "/reading-lists/",
        through=("text=Pour votre premier mois", "a[href$='/edit/']"),
    ),
    Screen(
        "resource-list",
        "awa",
        "/resources/",
        through=("text=Calendrier budgétaire", "a[href$='/lists/']"),
    ),
    Screen("proposals", "awa", f"{FINANCE}resources/proposals/"),
    Screen("bulk", "awa", f"{FINANCE}resources/import/"),
    Screen("review", "awa", f"{FINANCE}resources/proposals/", through=("text=Peut-on payer",)),
    Screen("members", "boubacar", f"{FINANCE}members/"),
    Screen("invitations", "awa", f"{FINANCE}invitations/"),
    Screen("access", "awa", f"{FINANCE}access/"),
    Screen("care", "awa", f"{FINANCE}care/"),
    Screen("history", "awa", f"{FINANCE}history/"),
    Screen("settings", "awa", f"{FINANCE}settings/"),
    Screen("join", "esther", f"{FINANCE}join/"),
    Screen("new-space", "awa", f"{FINANCE}spaces/new/"),
    Screen("found", "awa", "/communities/new/"),
    Screen("me", "chloe", "/me/"),
    Screen("close-account", "chloe", "/me/close/"),
    Screen("drafts", "chloe", "/drafts/"),
    Screen("organisations", "diego", "/organisations/"),
    Screen("organisation", "diego", "/organisations/finances-locales/"),
    Screen("sign-in", None, "/accounts/login/"),
    Screen("sign-up", None, "/accounts/signup/"),
    Screen("code", None, "/accounts/login/code/"),
    Screen("methods", None, "/methods/"),
    Screen("method", "awa", "/methods/co-development/"),
    Screen("own-methods", "chloe", f"{FINANCE}methods/"),
    Screen("own-method", "awa", f"{FINANCE}methods/", through=("text=visioconférence",)),
    Screen(
        "own-method-edit",
        "awa",
        f"{FINANCE}methods/",
        through=("text=visioconférence", "a[href$='/edit/']"),
    ),
    Screen(
        "own-method-step",
        "awa",
        f"{FINANCE}methods/",
        through=("text=visioconférence", "a[href$='/edit/']", "a[href$='/steps/consultation/']"),
    ),
    Screen("help", None, "/help/"),
    Screen("not-found", None, "/communities/nothing-here/", status=404),
)
