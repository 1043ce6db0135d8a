"""The logs, page by page."""

import pytest

from helpers.colours import answer
from instanakit import ConfigurationError, PermissionDeniedError, UnexpectedResponseError


def entry(number):
    return {"id": f"e{number}", "action": f"a{number}", "message": "", "actor": {}, "meta": {}}


def page(numbers, total):
    return answer(200, {"total": total, "entries": [entry(number) for number in numbers]})


def ids(entries):
    return [entry.id for entry in entries]


def test_a_log_is_read_page_by_page_to_its_total(colour):
    client = colour.client(page([1, 2], 5), page([3, 4], 5), page([5], 5))
    assert ids(colour.all(client.audit_log.list(page_size=2))) == ["e1", "e2", "e3", "e4", "e5"]
    assert colour.script.sent == [f"GET /api/settings/auditlog?offset={offset}&pageSize=2" for offset in (0, 2, 4)]


def test_a_server_that_caps_its_pages_loses_nothing(colour):
    client = colour.client(page([1], 2), page([2], 2))
    assert ids(colour.all(client.audit_log.list(page_size=100))) == ["e1", "e2"]


def test_an_empty_page_is_the_end(colour):
    client = colour.client(page([1], 9), page([], 9))
    assert ids(colour.all(client.audit_log.list())) == ["e1"]


def test_nothing_is_fetched_before_it_is_needed(colour):
    client = colour.client(page([1, 2], 4))
    pages = client.audit_log.list(page_size=2).pages()
    assert colour.script.requests == []
    first = colour.run(pages.__anext__()) if colour.name == "async" else next(pages)
    assert (ids(first.entries), first.total, first.offset, first.next_offset) == (["e1", "e2"], 4, 0, 2)
    assert len(colour.script.requests) == 1
    if colour.name == "async":
        colour.run(pages.aclose())


def test_reading_goes_on_from_start(colour):
    client = colour.client(page([3], 3))
    assert ids(colour.all(client.audit_log.list(start=2))) == ["e3"]
    assert colour.script.sent == ["GET /api/settings/auditlog?offset=2&pageSize=200"]


def test_a_limit_is_kept(colour):
    client = colour.client(page([1, 2], 9), page([3, 4], 9))
    pages = colour.all(client.audit_log.list(limit=3, page_size=2).pages())
    assert [ids(page.entries) for page in pages] == [["e1", "e2"], ["e3"]]
    assert pages[-1].next_offset == 3


def test_no_more_is_asked_for_than_the_limit(colour):
    client = colour.client(page([1, 2], 9))
    assert ids(colour.all(client.audit_log.list(limit=2, page_size=100))) == ["e1", "e2"]
    assert colour.script.sent == ["GET /api/settings/auditlog?offset=0&pageSize=2"]


def test_entries_that_new_ones_have_moved_on_are_not_given_twice(colour):
    client = colour.client(page([4, 3], 4), page([3, 2], 5), page([1], 5))
    pages = colour.all(client.audit_log.list(page_size=2).pages())
    assert [ids(page.entries) for page in pages] == [["e4", "e3"], ["e2"], ["e1"]]
    assert [(page.offset, page.next_offset) for page in pages] == [(0, 2), (2, 4), (4, None)]


def test_reading_goes_on_from_the_next_offset_of_a_page_that_had_entries_twice(colour):
    client = colour.client(page([4, 3], 5), page([3, 2], 5))
    *_, last = colour.all(client.audit_log.list(page_size=2, limit=3).pages())
    assert (ids(last.entries), last.next_offset) == (["e2"], 4)


def test_only_the_first_page_is_made_to_fit_the_limit_since_a_small_later_one_could_bring_nothing_new(colour):
    client = colour.client(page([4, 3], 9), page([3, 2], 9), page([2, 1], 9))
    assert ids(colour.all(client.audit_log.list(page_size=2, limit=4))) == ["e4", "e3", "e2", "e1"]
    assert [line.partition("pageSize=")[2] for line in colour.script.sent] == ["2", "2", "2"]


@pytest.mark.parametrize("second", [[1, 2], [2, 1], [2], [1]])
def test_a_page_without_a_new_id_goes_in_circles(colour, second):
    client = colour.client(page([1, 2], 9), page(second, 9))
    with pytest.raises(UnexpectedResponseError) as caught:
        colour.all(client.audit_log.list(page_size=2))
    assert str(caught.value) == (
        "GET /api/settings/auditlog was answered with a page that came already: the log goes in circles. "
        "Read again with a larger page_size: entries that are written while one reads move the others on."
    )
    assert caught.value.status_code == 200


def test_a_page_equal_to_the_one_before_it_goes_in_circles_even_without_ids(colour):
    logins = {"total": 9, "entries": [{"action": "LOGIN", "email": "a"}, {"action": "LOGIN", "email": "b"}]}
    client = colour.client(answer(200, logins), answer(200, logins))
    with pytest.raises(UnexpectedResponseError, match="goes in circles"):
        colour.all(client.access_log.list(page_size=2))


def test_access_log_entries_are_never_dropped(colour):
    same, other = {"action": "LOGIN", "email": "a"}, {"action": "LOGOUT", "email": "a"}
    client = colour.client(
        answer(200, {"total": 4, "entries": [same, same]}), answer(200, {"total": 4, "entries": [same, other]})
    )
    assert len(colour.all(client.access_log.list(page_size=2))) == 4


def test_audit_entries_without_an_id_are_never_dropped(colour):
    client = colour.client(answer(200, {"total": 2, "entries": [{"action": "a"}, {"action": "a"}]}))
    assert len(colour.all(client.audit_log.list())) == 2


def test_a_limit_of_nothing_asks_for_nothing(colour):
    client = colour.client(page([1], 1))
    assert colour.all(client.audit_log.list(limit=0)) == []
    assert colour.script.requests == []


def test_each_iteration_starts_anew(colour):
    client = colour.client(page([1], 1), page([2], 1))
    pager = client.audit_log.list()
    assert [ids(colour.all(pager)), ids(colour.all(pager))] == [["e1"], ["e2"]]


def test_a_query_is_sent_as_it_is(colour):
    client = colour.client(page([], 0))
    colour.all(client.access_log.list(query="a&b=ä"))
    assert colour.script.sent == ["GET /api/settings/accesslog?offset=0&pageSize=200&query=a%26b%3D%C3%A4"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"page_size": 0}, "page_size must be a whole number from 1 to 2147483647; it is 0"),
        ({"page_size": 2**31}, "page_size must be a whole number from 1 to 2147483647; it is 2147483648"),
        ({"page_size": True}, "page_size must be a whole number from 1 to 2147483647; it is True"),
        ({"page_size": "9"}, "page_size must be a whole number from 1 to 2147483647; it is '9'"),
        ({"start": -1}, "start must be a whole number from 0 to 2147483647; it is -1"),
        ({"limit": -1}, "limit must be a whole number from 0 to 2147483647; it is -1"),
        ({"query": 7}, "query must be a text or None; it is 7"),
    ],
)
def test_a_wrong_argument_is_refused_at_once(colour, options, said):
    client = colour.client(page([], 0))
    for log in (client.audit_log, client.access_log):
        with pytest.raises(ConfigurationError) as caught:
            log.list(**options)
        assert str(caught.value) == said


def test_the_sandboxs_logs_tell_what_was_done(colour, unit):
    colour.run(unit.tokens.create("pipeline"))
    first = colour.all(unit.audit_log.list(query="pipeline", limit=1))[0]
    assert (first.action, first.message) == ("POST /api/settings/api-tokens", "API token pipeline created")
    assert (first.actor.type, first.actor.email) == ("USER", "owner@example.com")
    login = colour.all(unit.access_log.list())[-1]
    assert (login.action, login.full_name, login.tenant_unit_id) == ("LOGIN", "Sandbox Owner", "sandbox-unit")


def test_reading_a_log_needs_its_permission(colour, unit, instana_sandbox):
    created = colour.run(unit.tokens.create("p"))
    client = colour.client(base_url=instana_sandbox.base_url, api_token=created.secret)
    with pytest.raises(
        PermissionDeniedError, match="Missing permission canViewAuditLog. Grant the token canViewAuditLog"
    ):
        colour.all(client.audit_log.list())
