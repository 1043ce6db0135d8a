"""Times as they are typed: durations and dates, and what is neither."""

from datetime import UTC, datetime, timedelta

import pytest

from instanakit.cli.times import TimeError, ago, ahead, duration, grace

NOW = datetime(2027, 1, 15, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90d", timedelta(days=90)),
        ("12h", timedelta(hours=12)),
        ("2w", timedelta(weeks=2)),
        ("1d12h", timedelta(days=1, hours=12)),
        ("45M", timedelta(minutes=45)),
        (" 1w2d3h4m ", timedelta(days=9, hours=3, minutes=4)),
    ],
)
def test_a_duration_counts_from_now_or_until_now(text, length):
    assert duration(text) == length
    assert ahead(text, NOW) == NOW + length
    assert ago(text, NOW) == NOW - length


def test_a_grace_period_may_be_no_time_at_all_and_other_durations_may_not():
    assert (grace("0"), grace("24h")) == (timedelta(), timedelta(days=1))
    for text in ("0h", "-1h"):
        with pytest.raises(TimeError):
            grace(text)
    with pytest.raises(TimeError):
        duration("0")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2027-01-31", datetime(2027, 1, 31, tzinfo=UTC)),
        ("2027-01-31T18:00", datetime(2027, 1, 31, 18, tzinfo=UTC)),
        ("2027-01-31T18:00Z", datetime(2027, 1, 31, 18, tzinfo=UTC)),
        ("2027-01-31T18:00+01:00", datetime(2027, 1, 31, 17, tzinfo=UTC)),
        ("2028-02-29", datetime(2028, 2, 29, tzinfo=UTC)),
        ("2027-W05-1", datetime(2027, 2, 1, tzinfo=UTC)),
        ("20270131", datetime(2027, 1, 31, tzinfo=UTC)),
        ("20270131T1800", datetime(2027, 1, 31, 18, tzinfo=UTC)),
        ("2027-01-31 18:00", datetime(2027, 1, 31, 18, tzinfo=UTC)),
    ],
)
def test_a_date_is_in_utc_unless_it_says_otherwise(text, at):
    assert ahead(text, NOW) == at
    assert ago(text, at + timedelta(days=1)) == at


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'' is no time; write a duration like 90d, 12h, 2w or 1d12h, or a date like 2027-01-31"),
        ("soon", "'soon' is no time; "),
        ("90", "'90' is no time; "),
        ("2400", "'2400' is no time; "),
        ("2400-01", "'2400-01' is no time; "),
        ("240001", "'240001' is no time; "),
        ("1800000000", "'1800000000' is no time; "),
        ("2027-031", "'2027-031' is no time; "),
        ("2027-01-31T", "'2027-01-31T' is no time; "),
        ("20271331", "there is no time '20271331'"),
        ("d", "'d' is no time; "),
        ("-90d", "'-90d' is no time; "),
        ("1.5d", "'1.5d' is no time; "),
        ("12h1d", "'12h1d' is no time; "),
        ("٩d", "'٩d' is no time; "),
        ("2027-02-29", "there is no time '2027-02-29'"),
        ("2027-13-01", "there is no time '2027-13-01'"),
        ("2027-01-31T25:00", "there is no time '2027-01-31T25:00'"),
        ("99999999999d", "'99999999999d' is too long"),
        ("9999999d", "'9999999d' is too long"),
        ("9999-12-31T23:00-14:00", "'9999-12-31T23:00-14:00' is out of range"),
        ("2027-01-15", "'2027-01-15' is 2027-01-15 00:00 UTC, which is not to come"),
        ("2020-01-01", "'2020-01-01' is 2020-01-01 00:00 UTC, which is not to come"),
        ("0d", "'0d' is 2027-01-15 08:30 UTC, which is not to come"),
    ],
)
def test_what_is_no_time_to_come_is_refused_with_the_reason(text, said):
    with pytest.raises(TimeError) as refused:
        ahead(text, NOW)
    assert str(refused.value).startswith(said)


def test_a_time_that_is_still_to_come_is_not_past():
    with pytest.raises(TimeError, match="which is still to come"):
        ago("2027-01-16", NOW)


@pytest.mark.parametrize("text", ["2027-01-31", "0h", "-1d", ""])
def test_a_length_of_time_is_a_duration_longer_than_nothing(text):
    with pytest.raises(TimeError):
        duration(text)
