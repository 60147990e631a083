"""A community with its review, and a way to propose to it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from communities.circles.services.founding import Founding, founding_steps
from communities.people.models import User
from communities.policy import Audience
from resources.library.choices import Kind
from resources.library.facts import Facts
from resources.library.models import ResourcePage
from resources.library.services.proposals import propose_resource
from resources.library.services.review import approve_resource
from resources.search.choosing import engine
from tests.personas import Cast
from tests.resources.library.brought import ENGLISH, FRENCH

Keep = Callable[..., ResourcePage]


@pytest.fixture
def stage(cast: Cast) -> Cast:
    """The cast, whose community has its pages, editors and review."""
    founding_steps.run(Founding(cast.community, cast.awa))
    return cast


@pytest.fixture
def keep(stage: Cast) -> Keep:
    """Propose a resource, and publish it unless told otherwise."""

    def keep_one(
        title: str = "A guide", *, by: User | None = None, publish: bool = True, **facts: object
    ) -> ResourcePage:
        wanted: dict[str, object] = {
            "title": title,
            "summary": f"What {title} is for.",
            "language": "en",
            "read_audience": Audience.PUBLIC,
            **facts,
        }
        if wanted.get("kind") == Kind.PRACTICE:
            wanted.setdefault("what_was_done", "We counted.")
        page = propose_resource(
            community=stage.community,
            by=by or stage.chloe,
            facts=Facts(**wanted),  # type: ignore[arg-type]  # facts as keywords
        )
        if publish:
            approve_resource(page=page, by=stage.awa)
        found: ResourcePage = ResourcePage.objects.get(pk=page.pk)
        return found

    return keep_one


@pytest.fixture
def own_places(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Keep files and index apart from those of other tests."""
    settings.MEDIA_ROOT = tmp_path / "media"
    options = {"folder": tmp_path / "index"} if settings.SEARCH_OPTIONS else {}
    with override_settings(SEARCH_DIR=tmp_path, SEARCH_OPTIONS=options):
        engine.cache_clear()
        yield
    engine.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a French and an English file."""
    found = tmp_path / "files"
    (found / "deeper").mkdir(parents=True)
    (found / "releves.txt").write_text(FRENCH, "utf-8")
    (found / "deeper" / "meters_2026.txt").write_text(ENGLISH, "utf-8")
    return found
