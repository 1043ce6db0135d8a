"""What the documentation site has beside docs/: files of the repository, each in one copy, as pages or as they are.

MkDocs calls the hooks. Links that lead there stay as a code host wants them, `../CHANGELOG.md`. What needs the site's
address is left out, and code can be broken where its words end and nowhere else.
"""

import logging
import posixpath
import re
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

# Where each is in the site. What is linked and stands neither here nor in docs/ is an error of the build.
PLACES = {
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
    "codegen/known.yaml": "files/known.yaml",
    "openapi.yaml": "files/openapi.yaml",
}
_HOMES = {place: path for path, place in PLACES.items()}
# They hold absolute addresses, and nobody knows under which one the site is served.
_WITH_ADDRESSES = {"404.html", "sitemap.xml"}
_SESSION = re.compile(r"^```python(?=\n>>> )", re.MULTILINE)
_CELL = re.compile(r"<td\b.*?</td>", re.DOTALL)
_LONG_NAME = re.compile(r"(?<=<code>)[^<>\s]{16,}(?=</code>)")
_HEADING = re.compile(r'(?<=<span class="doc doc-object-name )([^>]*>)([^<]+)')
_BREAK = re.compile(r"(?:::|[/_])(?=[^<])")
_CODE = re.compile(r"(?<=<code>)[^<>]+(?=</code>)")
_OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]+")
_LINK = re.compile(r"(?<=\]\()(?![a-z]+:)[^)#\s]+(?=[)#])")


def on_startup(*, command: str, **_: Any) -> None:
    """Let a build say nothing but what is wrong. MkDocs' own --quiet hides warnings from its --strict, too."""
    if command == "build":
        logging.getLogger("mkdocs").setLevel(logging.WARNING)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Leave out the pages of the theme that do not work without an address of the site."""
    if not config.site_url:
        config.theme.static_templates -= _WITH_ADDRESSES
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the files that are not in docs/."""
    root = posixpath.dirname(config.config_file_path)
    for path, place in PLACES.items():
        files.append(File.generated(config, place, abs_src_path=posixpath.join(root, path)))
    for place in _WITH_ADDRESSES - set(config.theme.static_templates):
        if template := files.get_file_from_path(place):  # which would be copied as it is
            files.remove(template)
    return files


def on_page_markdown(markdown: str, *, page: Page, **_: Any) -> str:
    """Let the links of a page lead to where things are in the site, and what Python answers be no Python."""
    return _SESSION.sub("```pycon", linked(markdown, page.file.src_uri))


def on_page_content(html: str, **_: Any) -> str:
    """Let long names in cells and headings be broken where their words end, and options not behind their dashes."""
    html = _CODE.sub(lambda code: _OPTION.sub(r'<span class="option">\g<0></span>', code[0]), html)
    html = _HEADING.sub(lambda name: name[1] + _breakable(name[2]), html)
    return _CELL.sub(lambda cell: _LONG_NAME.sub(lambda name: _breakable(name[0]), cell[0]), html)


def _breakable(name: str) -> str:
    return _BREAK.sub(r"\g<0><wbr>", name)


def linked(markdown: str, place: str) -> str:
    """Return the page that is at this place of the site, with the links between repository and docs/ mended."""
    home, here = posixpath.dirname(_HOMES.get(place, f"docs/{place}")), posixpath.dirname(place)

    def mended(found: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(home, found[0]))
        target = PLACES.get(path, path.removeprefix("docs/") if path.startswith("docs/") else None)
        return found[0] if target is None else posixpath.relpath(target, here or ".")

    return _LINK.sub(mended, markdown)
