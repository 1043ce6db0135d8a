"""The pictures of the page: the plot, the heat map and the calendar show each token where it belongs."""

import attrs
import pytest

from helpers.document import parsed
from hygiene.pagescene import DAY, NOW, aged, checked, page, rows, token
from instanakit.hygiene import default_policy
from instanakit.permissions import Permission

T0 = ["canConfigureUsers", "canConfigureTeams", "canConfigureAgents"]


def section(name, *tokens, policy=None):
    return parsed(page(checked(*tokens, policy=policy))).one("section", id=name)


def dots(*tokens):
    found = section("ages", *tokens).all("circle")
    return {one.one("title").text.partition(":")[0]: one for one in found}


def at(dot):
    return float(dot.attributes["cx"]), float(dot.attributes["cy"])


def test_older_is_further_to_the_right_and_unused_for_longer_is_further_up():
    found = dots(aged("a", 10, 5), aged("b", 100, 5), aged("c", 100, 50), aged("d", 1000, 900))
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = (at(found[name]) for name in "abcd")
    assert ax < bx == cx < dx
    assert ay == by > cy > dy


def test_what_was_never_used_is_on_a_line_of_its_own_above_all_others():
    found = dots(aged("never", 10, None), aged("zero", 100, None), aged("long ago", 20_000, 19_999))
    assert at(found["never"])[1] == at(found["zero"])[1] < at(found["long ago"])[1]


@pytest.mark.parametrize(("days", "idle"), [(-50, -50), (10**9, 10**9), (0, 0), (36_525, None)])
def test_absurd_times_are_drawn_within_the_plot(days, idle):
    (x, y) = at(dots(aged("a", days, idle))["a"])
    assert 0 <= x <= 800
    assert 0 <= y <= 520


def test_a_dot_has_the_colour_of_the_worst_finding_about_its_token():
    scoped = {"limitedLogsScope": True}
    found = dots(
        aged("clean", 1, 0, **scoped),
        aged("low", 2, 0),
        aged("critical", 300, 40, canConfigureUsers=True),
    )
    assert {name: dot.attributes["class"] for name, dot in found.items()} == {
        "clean": "dot k-none",
        "low": "dot k-low",
        "critical": "dot k-critical",
    }
    assert found["clean"].one("title").text == "clean: 1 day old, last used 0 days ago, no finding"


def test_tokens_that_lie_over_each_other_are_one_larger_dot_of_the_worst_colour():
    tokens = [aged(f"t{n}", 50, 2) for n in range(5)] + [aged("bad", 50, 2, canConfigureUsers=True)]
    (dot,) = section("ages", *tokens).all("circle")
    (single,) = section("ages", tokens[0]).all("circle")
    assert float(dot.attributes["r"]) > float(single.attributes["r"])
    told = dot.one("title").text.split("\n")
    assert told[0] == "bad: 50 days old, last used 2 days ago, high"
    assert told[-1] == "and 2 more"
    assert dot.attributes["class"] == "dot k-high"


def test_what_cannot_be_drawn_is_counted_and_the_caption_counts_by_the_limits_of_the_policy():
    text = (
        section("ages", aged("old", 91, 46), aged("new", 89, None), token("t3", createdOn=None)).one("figcaption").text
    )
    assert text.startswith("Of 3 tokens, 1 was never used, 1 is older than 90 days, 1 was not used for 45 days.")
    assert text.endswith("Not drawn, since createdOn is not there: 1 token.")


def test_limits_of_rules_that_are_off_or_beyond_the_plot_are_not_drawn():
    def limits(**changes):
        policy = default_policy()
        rules = {id_: attrs.evolve(policy.rules[id_], **change) for id_, change in changes.items()}
        drawn = section("ages", aged("a", 10, 5), policy=attrs.evolve(policy, rules=policy.rules | rules))
        return [one.text for one in drawn.all("text", class_="limit")]

    assert limits() == ["rotate by 90 d", "unused for 45 d"]
    assert limits(ITK003={"enabled": False}, ITK004={"limits": {"days": 30, "late_days": 90}}) == ["unused for 30 d"]
    assert limits(ITK003={"limits": {"days": 9999}}, ITK004={"enabled": False}) == []


def test_the_heat_map_has_the_most_privileged_first_and_marks_what_each_holds():
    drawn = section(
        "privileges",
        token("none"),
        token("reader", "canViewLogs"),
        token("rest", "canConfigureApplications"),
        token("admin", *T0),
        token("agent", "canConfigureAgents", "canDeleteLogs"),
    )
    found = rows(drawn)
    assert list(found) == ["admin", "agent", "reader", "rest"]
    assert {name: [cell.attributes["title"] for cell in row.all("td", class_="on")] for name, row in found.items()} == {
        "admin": ["admin: canConfigureAgents", "admin: canConfigureTeams", "admin: canConfigureUsers"],
        "agent": ["agent: canConfigureAgents", "agent: canDeleteLogs"],
        "reader": ["reader: canViewLogs"],
        "rest": [],
    }
    assert found["rest"].all("td")[-1].text == "1"
    assert drawn.one("p", class_="more").text == "1 token without any permission."


def test_the_heat_map_has_a_column_for_each_permission_above_the_rest_under_its_tier():
    drawn = section("privileges", token("t1", *map(str, Permission)))
    (row,) = rows(drawn).values()
    names = [one.text for one in drawn.one("thead").all("tr")[1].all("th")]
    spans = {
        one.one("b").text: int(one.attributes["colspan"]) for one in drawn.one("thead").all("th", scope="colgroup")
    }
    assert len(names) == len(set(names)) == sum(spans.values()) == len(row.all("td", class_="on"))
    assert (spans["T0"], spans["T1"]) == (9, 19)
    assert int(row.all("td")[-1].text) == len(Permission) - len(names)


def test_a_tier_that_the_policy_leaves_empty_has_no_columns():
    policy = default_policy()
    policy = attrs.evolve(policy, tiers={**policy.tiers, "T2": ()})
    drawn = section("privileges", token("t1", "canDeleteLogs"), policy=policy)
    assert [one.one("b").text for one in drawn.one("thead").all("th", scope="colgroup")] == ["T0", "T1"]
    assert rows(drawn)["t1"].all("td")[-1].text == "1"


def test_an_expired_token_is_marked_in_the_heat_map():
    found = rows(section("privileges", token("over", *T0, expiresOn=NOW - DAY), token("t2", *T0)))
    assert {name: "expired" in row.text for name, row in found.items()} == {"over": True, "t2": False}


def test_a_token_without_a_name_is_named_by_its_internal_id():
    assert list(rows(section("privileges", token("t1", *T0, name=" "), token("t2", *T0, name="")))) == [
        "(no name) t2",
        "(no name) t1",
    ]


def test_each_dot_has_a_name_of_its_own_for_who_cannot_see_it_and_knows_its_tokens():
    tokens = [aged("t0", 50, 2), aged("t1", 500, 2), aged("t2", 50, 2)]
    drawn = section("ages", *tokens)
    assert drawn.one("svg").attributes["role"] == "group"
    found = drawn.all(class_="dot")
    assert all(one.attributes["role"] == "img" and one.one("title").text for one in found)
    assert sorted(one.attributes["data-tokens"] for one in found) == ["0 2", "1"]
    hidden = drawn.one("g")
    assert hidden.attributes == {"aria-hidden": "true"}
    assert hidden.all("text") == drawn.all("text")


def test_a_large_heat_map_ends_with_how_many_more_there_are():
    drawn = section("privileges", *(token(f"t{n:02}", "canViewLogs") for n in range(45)))
    assert len(rows(drawn)) == 40
    assert drawn.one("p", class_="more").text == "And 5 more with less privilege; instanakit tokens list shows all."


def test_permissions_that_this_build_does_not_know_have_columns_of_tier_t1_up_to_a_number():
    drawn = section("privileges", token("t1", *(f"canDoNew{n:02}" for n in range(15))))
    assert [one.text for one in drawn.one("thead").all("th") if "canDoNew" in one.text] == [
        f"canDoNew{n:02}" for n in range(12)
    ]
    assert len(drawn.all("td", class_="T1")) == 12
    assert drawn.one("p", class_="more").text == "3 permissions that this build does not know without a column."


def cells(drawn):
    apart = {one.one("span").text: one.one("b").text for one in drawn.one("ul").all("li")}
    weeks = {
        f"{one.one('span').text} {month.one('h3').text}": one
        for month in drawn.all("li", class_="month")
        for one in month.one("ol").all("li")
    }
    return apart, weeks


def test_the_calendar_counts_each_token_in_its_week_or_apart():
    drawn = section(
        "expiries",
        token("soon", expiresOn=NOW + DAY),
        token("week", expiresOn=NOW + 4 * DAY),
        token("same", expiresOn=NOW + 10 * DAY),
        token("last", expiresOn=NOW + 365 * DAY - 1),
        token("beyond", expiresOn=NOW + 365 * DAY),
        token("over", expiresOn=NOW),
        token("never", expiresOn=None),
        token("zero", expiresOn=0),
        token("far", expiresOn=10**20),
    )
    apart, weeks = cells(drawn)
    assert apart == {"expired": "1", "never expire": "2", "after Dec 2026": "2"}
    counts = {week: cell.one("b").text for week, cell in weeks.items() if cell.one("b").text != "\N{EN DASH}"}
    assert counts == {"1\N{EN DASH}4 Jan 2026": "1", "5\N{EN DASH}11 Jan 2026": "2", "28\N{EN DASH}31 Dec 2026": "1"}
    assert weeks["5\N{EN DASH}11 Jan 2026"].attributes["title"] == "2 tokens\nweek\nsame"


def test_a_time_that_cannot_be_read_has_a_cell_of_its_own():
    assert cells(section("expiries", token("t1", expiresOn="soon")))[0]["no readable time"] == "1"


def test_a_fuller_week_has_a_darker_shade_and_a_tooltip_of_a_few_names():
    for count, shade in ((1, 1), (3, 2), (9, 3)):
        drawn = section("expiries", *(token(f"t{n}", expiresOn=NOW + DAY) for n in range(count)))
        (cell,) = [one for one in cells(drawn)[1].values() if "title" in one.attributes]
        assert f"shade-{shade}" in cell.attributes["class"]
    assert cell.attributes["title"].split("\n") == ["9 tokens", "t0", "t1", "t2", "t3", "t4", "and 4 more"]


def test_without_tokens_the_pictures_say_so():
    document = parsed(page(checked()))
    assert document.one("figcaption").text.startswith("There are no tokens.")
    assert "No token has a permission." in document.one("section", id="privileges").text
    assert "No rule has found anything." in document.one("section", id="findings").text
