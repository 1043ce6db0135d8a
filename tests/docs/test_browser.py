"""The site in a browser, as narrow as a telephone and as wide as a desk: nothing runs out, nothing lies over the code."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PAGES = ["errors", "quality", "reference/client", "threats", "tutorial"]
TELEPHONE, DESK = 390, 1280
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-proxy-server",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--virtual-time-budget=5000",  # the second that the page waits is of this time, which passes as fast as it can
]
HARNESS = """<!doctype html>
<body>%s</body>
<script>
const found = [];
function measure(frame) {
  const page = frame.contentDocument, where = [frame.dataset.page, +frame.width];
  const tell = (rule, by) => by > 1 && found.push([...where, rule, Math.round(by)]);
  tell("page", page.documentElement.scrollWidth - frame.width);
  for (const box of page.querySelectorAll(".md-typeset__scrollwrap")) tell("table", box.scrollWidth - box.clientWidth);
  const buttons = page.querySelectorAll("pre > .md-code__nav");
  for (const button of buttons) {
    const code = button.parentElement.querySelector("code").getBoundingClientRect();
    tell("button", code.right - button.getBoundingClientRect().left);
  }
  found.push([...where, "looked at", buttons.length]);
}
onload = () => setTimeout(() => {
  document.querySelectorAll("iframe").forEach(measure);
  document.body.innerText = JSON.stringify(found);
}, 1000);
</script>
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What the browser found: the page, its width, the rule, and by how many pixels it is broken."""
    if BROWSER is None:
        pytest.skip("there is no Chromium here")
    site, home = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("home")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, check=True)
    frames = (
        f'<iframe data-page="{page}" src="{page}.html" width="{width}" height="900"></iframe>'
        for page in PAGES
        for width in (TELEPHONE, DESK)
    )
    (site / "harness.html").write_text(HARNESS % "".join(frames))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        flags = [*FLAGS, f"--user-data-dir={home}"]
        address = f"http://127.0.0.1:{server.server_address[1]}/harness.html"
        shown = subprocess.run(
            [BROWSER, *flags, "--dump-dom", address], capture_output=True, text=True, check=True
        ).stdout
        server.shutdown()
    return json.loads(unescape(re.search(r"<body>(.*?)</body>", shown, re.DOTALL)[1]))


def broken(found, rule, *widths):
    return [one for one in found if one[2] == rule and one[1] in widths]


def test_each_page_was_looked_at_with_its_buttons(found):
    assert [one[:2] for one in broken(found, "looked at", TELEPHONE, DESK)] == [
        [page, width] for page in PAGES for width in (TELEPHONE, DESK)
    ]
    assert {page for page, _, rule, buttons in found if rule == "looked at" and not buttons} <= {"threats", "quality"}


def test_no_page_is_wider_than_the_window(found):
    assert broken(found, "page", TELEPHONE, DESK) == []


def test_no_table_runs_out_of_the_page_at_a_desk(found):
    assert broken(found, "table", DESK) == []


def test_the_tables_with_tests_have_room_on_a_telephone(found):
    assert [one for one in broken(found, "table", TELEPHONE) if one[0] in {"threats", "reference/client"}] == []


def test_the_button_that_copies_never_lies_over_the_code(found):
    assert broken(found, "button", TELEPHONE, DESK) == []
