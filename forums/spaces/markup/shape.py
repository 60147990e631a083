"""What a post looks like: headings below the page's, pictures as links, quotes folded, tables reached."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

PAGE_HEADINGS = 2  # a page has its own h1 and h2
LINES_SHOWN = 4
CHARACTERS_SHOWN = 400
SUMMARY_LENGTH = 60


def install(parser: MarkdownIt) -> None:
    """Run after markdown-it has read everything; its own HTML writer does the rest."""
    parser.core.ruler.push("headings", lower_headings)
    parser.core.ruler.push("pictures", link_pictures)
    parser.core.ruler.push("quotes", fold_quotes)
    parser.core.ruler.push("tables", reach_tables)


def reach_tables(state: StateCore) -> None:
    """Let a wide table scroll by itself, from the keyboard too, and not the whole page."""
    for token in state.tokens:
        if token.type == "table_open":
            token.attrs["tabindex"] = "0"


def lower_headings(state: StateCore) -> None:
    """Shift headings to begin below the page's own, and never by more than one step down."""
    above = PAGE_HEADINGS
    for token in state.tokens:
        if token.type == "heading_open":
            above = min(int(token.tag[1]) + PAGE_HEADINGS, above + 1, 6)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{above}"


def link_pictures(state: StateCore) -> None:
    """Show a picture as a link to it: loading it would tell another site who reads."""
    for token in state.tokens:
        if token.children and any(child.type == "image" for child in token.children):
            token.children = _without_pictures(token.children)


def _without_pictures(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    linked = False
    for token in tokens:
        if token.type in {"link_open", "link_close"}:
            linked = token.nesting == 1
        if token.type != "image":
            kept.append(token)
            continue
        address = str(token.attrs["src"])
        words = Token("text", "", 0, content=_plain(token.children or []) or address)
        if linked or not address:
            kept.append(words)
            continue
        attributes = {name: token.attrs[name] for name in ("title",) if name in token.attrs}
        opening = Token("link_open", "a", 1, attrs={"href": address, **attributes})
        kept += [opening, words, Token("link_close", "a", -1)]
    return kept


def _plain(tokens: list[Token]) -> str:
    return "".join(
        " "
        if token.type in {"softbreak", "hardbreak"}
        else _plain(token.children or []) or token.content
        for token in tokens
    )


def fold_quotes(state: StateCore) -> None:
    """Fold long quotations; one inside another stays open, or it would take two clicks."""
    shaped: list[Token] = []
    opened_at: int | None = None
    for number, token in enumerate(state.tokens):
        ends_quote = token.type == "blockquote_close" and token.level == 0
        if token.type == "blockquote_open" and token.level == 0:
            opened_at = number
        shaped.append(token)
        if ends_quote and opened_at is not None:
            quote = state.tokens[opened_at : number + 1]
            if _is_long(quote):
                shaped[-len(quote) :] = _folded(quote)
    state.tokens = shaped


def _is_long(quote: list[Token]) -> bool:
    first, after = quote[0].map or [0, 0]
    return after - first > LINES_SHOWN or sum(len(one.content) for one in quote) > CHARACTERS_SHOWN


def _folded(quote: list[Token]) -> list[Token]:
    """Wrap a quotation in an element that opens on its first words, in no language of its own."""
    texts = (_plain([token]) for token in quote if token.type in {"inline", "fence", "code_block"})
    first = " ".join(next((text for text in texts if text.strip()), "").split())
    words = Token(
        "text", "", 0, content=f"«\N{NO-BREAK SPACE}{_shortened(first)}\N{NO-BREAK SPACE}»"
    )
    return [
        Token("details_open", "details", 1, attrs={"class": "quote"}, block=True),
        Token("summary_open", "summary", 1),
        Token("inline", "", 0, children=[words]),
        Token("summary_close", "summary", -1, block=True),
        *quote,
        Token("details_close", "details", -1, block=True),
    ]


def _shortened(words: str) -> str:
    if len(words) > SUMMARY_LENGTH:
        words = words[:SUMMARY_LENGTH].rpartition(" ")[0] or words[:SUMMARY_LENGTH]
    return f"{words}…"
