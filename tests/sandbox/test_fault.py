"""A fault is checked when it is added, and says what is wrong with it."""

import pytest

from instanakit import ConfigurationError
from instanakit.sandbox.fault import KINDS
from instanakit.sandbox.faults import Faults

ALL = (
    "Choose latency, hang, hang_after, close_before, close_after, status, status_after, truncate, wrong_length, drip, "
    "page, redirect or rate_limit."
)


def loop():
    value = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("action", "arguments", "message"),
    [
        ("closebefore", {}, "There is no fault 'closebefore'. Did you mean close_before?"),
        ("Hang", {}, "There is no fault 'Hang'. Did you mean hang?"),
        ("earthquake", {}, f"There is no fault 'earthquake'. {ALL}"),
        (None, {}, f"There is no fault None. {ALL}"),
        ("hang", {"method": ""}, "method must be a text or None; it is ''"),
        ("hang", {"method": 1}, "method must be a text or None; it is 1"),
        ("hang", {"path": b"/"}, "path must be a text or None; it is b'/'"),
        ("hang", {"at": 0}, "at must be a whole number from 1 on; it is 0"),
        ("hang", {"at": None}, "at must be a whole number from 1 on; it is None"),
        ("hang", {"at": True}, "at must be a whole number from 1 on; it is True"),
        ("hang", {"times": 0}, "times must be a whole number from 1 on or None; it is 0"),
        ("hang", {"times": 1.5}, "times must be a whole number from 1 on or None; it is 1.5"),
        ("status", {}, "The fault 'status' needs status"),
        ("status_after", {"body": "x"}, "The fault 'status_after' needs status"),
        ("latency", {}, "The fault 'latency' needs delay"),
        ("drip", {}, "The fault 'drip' needs delay"),
        ("hang", {"delay": 1}, "The fault 'hang' takes no delay"),
        ("close_after", {"status": 500}, "The fault 'close_after' takes no status"),
        ("truncate", {"body": "x"}, "The fault 'truncate' takes no body"),
        ("wrong_length", {"headers": {}}, "The fault 'wrong_length' takes no headers"),
        ("rate_limit", {"status": 503}, "The fault 'rate_limit' takes no status"),
        ("status", {"status": 199}, "status must be a whole number from 200 to 599; it is 199"),
        ("status", {"status": 600}, "status must be a whole number from 200 to 599; it is 600"),
        ("status", {"status": "500"}, "status must be a whole number from 200 to 599; it is '500'"),
        ("page", {"status": True}, "status must be a whole number from 200 to 599; it is True"),
        ("status", {"status": 204, "body": "x"}, "An answer with status 204 has no body"),
        ("latency", {"delay": -1}, "delay must be a number of seconds, not negative and not infinite; it is -1"),
        ("drip", {"delay": "1"}, "delay must be a number of seconds, not negative and not infinite; it is '1'"),
        ("page", {"body": 7}, "body must be a text, bytes, a list or a dict; it is of type int"),
        (
            "page",
            {"body": {"a": float("nan")}},
            "body cannot be written as JSON. Give bytes to send what is no JSON.",
        ),
        ("page", {"body": [object()]}, "body cannot be written as JSON. Give bytes to send what is no JSON."),
        ("page", {"body": loop()}, "body cannot be written as JSON. Give bytes to send what is no JSON."),
        ("page", {"headers": [("a", "b")]}, "headers must be a dict of texts; it is of type list"),
        ("page", {"headers": {"a b": "c"}}, "headers: 'a b' is not the name of a header"),
        ("page", {"headers": {1: "c"}}, "headers: 1 is not the name of a header"),
        (
            "page",
            {"headers": {"a": "b\r\nc: d"}},
            "headers: the value of a must be a text on one line, without space around it",
        ),
        (
            "page",
            {"headers": {"a": 1}},
            "headers: the value of a must be a text on one line, without space around it",
        ),
        (
            "page",
            {"headers": {"Content-Length": "1"}},
            "headers: Content-Length is the sandbox's to set. The faults truncate and wrong_length send one that is wrong.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_added(action, arguments, message):
    faults = Faults()
    with pytest.raises(ConfigurationError) as caught:
        faults.add(action, **arguments)
    assert str(caught.value) == message
    assert faults.pending() == []


@pytest.mark.parametrize("action", KINDS)
def test_every_action_can_be_added_with_what_it_needs_and_takes(action):
    values = {"status": 503, "delay": 0, "body": "x", "headers": {"x-a": ""}}
    kind = KINDS[action]
    Faults().add(action, **{name: values[name] for name in kind.needs})
    fault = Faults().add(action, **{name: values[name] for name in kind.needs + kind.takes})
    assert fault.carried_out is kind.carried_out


@pytest.mark.parametrize(
    ("body", "data", "kind"),
    [
        ("ü", b"\xc3\xbc", "text/plain; charset=utf-8"),
        ("\ud800", b"\xed\xa0\x80", "text/plain; charset=utf-8"),
        (b"\xff", b"\xff", "application/octet-stream"),
        ({"a": None}, b'{"a": null}', "application/json"),
        ([], b"[]", "application/json"),
    ],
)
def test_a_body_is_a_text_bytes_or_json(body, data, kind):
    assert Faults().add("page", body=body).body == (data, kind)


def test_a_repr_shows_no_body():
    assert "a-secret" not in f"{Faults().add('page', body='a-secret')!r}"
