"""Stock django-machina 1.3.1 has these seventeen defects: each is reproduced in a run of its own.

``tests/stock_machina`` holds a whole project of stock machina, set up as its guide says, and one
or two proofs per defect. This test runs them and fails as soon as one no longer shows, because the
override that answers it would then be without reason.

== ==================================================== ===========================================
no what happens                                         how it is shown
== ==================================================== ===========================================
1  reply through another forum's address skips approval forged request, beside an honest one
2  ... and locks a topic                                forged request, beside an honest one
3  held announcements are listed                        page of the forum
4  held posts are shown in their author's list          page, beside the topic that hides them
5  subscriptions list topics of lost forums             page, beside the topic's 403
6  search finds a topic moved out of reach              with a remembering index (see below)
7  feed mixes up readers, and has no end                two requests interleaved at a query; 62 items
8  stale rows reset views, unlock, break the tree       two copies of a row
9  permissions depend on the order of forums            the checker asked in both orders
10 deleting a person deletes what others wrote          ``User.delete``
11 moving a locked topic unlocks it                     request without the box that machina's form
                                                        ticks: locked and moved share one field, so
                                                        a topic can't be both
12 every anonymous hit makes a session                  three hits on an empty page, three rows
13 asynchronous delete fails                            ``adelete`` raises ``TypeError``
14 a large file is lost after a preview                 two requests; ``AttributeError``
15 one global grant drops all defaults                  the checker asked before and after
16 two requests cast two votes                          two requests interleaved at the ``INSERT``
17 files keep their name, are public, open to anyone    address, request as an outsider, header
== ==================================================== ===========================================

All seventeen were reproduced. Two with a reservation: search (6) is shown with an index that keeps
what haystack hands over, as Whoosh or Solr do, because the "simple" backend of machina's guide has
no index and ignores permissions altogether; the unquoted file name (17) does no more harm than an
unreadable name, because Django's storage has removed dangerous characters before.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ALL_DEFECTS = set(range(1, 18))


def test_stock_machina_has_all_seventeen_defects() -> None:
    run = _run_proofs()
    shown = {
        int(number)
        for number in re.findall(r"^PASSED .*test_defect_(\d+)", run.stdout, re.MULTILINE)
    }
    assert run.returncode == 0, run.stdout + run.stderr
    assert shown == ALL_DEFECTS


def _run_proofs() -> "subprocess.CompletedProcess[str]":
    """Run the proofs in a process of their own: they need other settings than ours."""
    ours = ("PYTEST_", "DJANGO_", "COV_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    folder = ROOT / "tests" / "stock_machina"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(folder / "pytest.ini"),
        "-rA",
        "--tb=short",
    ]
    return subprocess.run(
        [*command, "--ds=tests.stock_machina.settings", str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
