"""A report as one page of HTML that opens from disk and loads nothing."""

from instanakit.hygiene.page.document import page

__all__ = ["page"]
