"""Secret: only reveal() shows it."""

import copy
import json
import logging
import pickle

import pytest

from instanakit import ConfigurationError, Secret

VALUE = "shown-to-nobody"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickling_empties_a_secret(protocol):
    dumped = pickle.dumps(Secret(VALUE), protocol)
    assert VALUE.encode() not in dumped
    empty = pickle.loads(dumped)  # noqa: S301
    assert repr(empty) == "Secret('**********')"
    assert empty != Secret(VALUE)
    assert empty != pickle.loads(dumped)  # noqa: S301
    assert not empty.is_mask
    with pytest.raises(ConfigurationError) as caught:
        empty.reveal()
    assert str(caught.value) == (
        "This Secret is empty because it was pickled. Hand secrets over some other way than by pickling them."
    )


@pytest.mark.parametrize(
    "show",
    [repr, str, "{}".format, "{:>12}".format, "{!r:.9}".format, lambda s: f"{[s]}", lambda s: "%s" % s],  # noqa: UP031
)
def test_every_way_to_show_a_secret_gives_stars(show):
    shown = show(Secret(VALUE))
    assert VALUE not in shown
    assert "**" in shown or shown == "Secret('*"


def test_reveal_gives_the_text():
    assert Secret(VALUE).reveal() == VALUE


def test_a_secret_is_no_text_and_json_refuses_it():
    assert not isinstance(Secret(VALUE), str)
    with pytest.raises(TypeError):
        json.dumps(Secret(VALUE))
    with pytest.raises(TypeError, match="not iterable"):
        list(Secret(VALUE))
    with pytest.raises(TypeError):
        vars(Secret(VALUE))


def test_logging_a_secret_logs_stars(caplog):
    logging.getLogger("test").warning("token %s", Secret(VALUE))
    assert caplog.messages == ["token **********"]


def test_copies_are_the_same_secret():
    secret = Secret(VALUE)
    assert copy.copy(secret) is secret
    assert copy.deepcopy([secret])[0] is secret


def test_secrets_are_equal_by_their_text():
    secret = Secret(VALUE)
    assert secret == secret  # noqa: PLR0124
    assert secret == Secret(VALUE)
    assert hash(secret) == hash(Secret(VALUE))
    assert secret != Secret("another")
    assert secret != VALUE
    assert Secret("\ud800") != Secret("ä")


@pytest.mark.parametrize("value", ["", None, 7, b"bytes"])
def test_a_secret_is_made_of_text(value):
    with pytest.raises(ConfigurationError, match="A Secret is made of a text that is not empty"):
        Secret(value)


@pytest.mark.parametrize(
    ("value", "is_mask"), [("**********", True), ("••••1234", True), ("a*b", False), ("plain", False)]
)
def test_a_mask_is_told_from_a_secret_by_its_stars(value, is_mask):
    assert Secret(value).is_mask is is_mask
