"""The line of each place of a TOML document is found right, whatever stands around it."""

import json
import tomllib
from datetime import date, datetime, time
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instanakit.hygiene.lines import lines_of

NESTED = """\
a.b = [ # ]
  [1, 2],

  [
    3, { c = 'x', d.e = [4] }
  ],
]
[ "q.r" . 's' ] # [not.this]
t = \"\"\"
[u]
v = 1 \\\"\"\"
\"\"\"\"\"
[[w]]
[[w]]
x = 1979-05-27 07:32:00
[w.y]
z = '''it's
'''''
"""


def test_the_line_of_each_key_and_item_of_a_nested_document_is_found():
    assert lines_of(NESTED) == {
        (): 1,
        ("a",): 1,
        ("a", "b"): 1,
        ("a", "b", 0): 2,
        ("a", "b", 0, 0): 2,
        ("a", "b", 0, 1): 2,
        ("a", "b", 1): 4,
        ("a", "b", 1, 0): 5,
        ("a", "b", 1, 1): 5,
        ("a", "b", 1, 1, "c"): 5,
        ("a", "b", 1, 1, "d"): 5,
        ("a", "b", 1, 1, "d", "e"): 5,
        ("a", "b", 1, 1, "d", "e", 0): 5,
        ("q.r",): 8,
        ("q.r", "s"): 8,
        ("q.r", "s", "t"): 9,
        ("w",): 13,
        ("w", 0): 13,
        ("w", 1): 14,
        ("w", 1, "x"): 15,
        ("w", 1, "y"): 16,
        ("w", 1, "y", "z"): 17,
    }


@pytest.mark.parametrize("text", ["", "\n# nothing\n"])
def test_a_document_of_nothing_has_its_first_line(text):
    assert lines_of(text) == {(): 1}


KEYS = st.sampled_from(["a", "b-1", "9", "", "c.d", "é", 'q"', "e\n[f]"])
SCALARS = st.one_of(
    st.booleans(),
    st.integers(-99, 99),
    st.floats(allow_nan=False),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.lists(st.sampled_from(["x", "#", "[y]\n", "\nz = 1\n", '"', "'", "{", "]", "\\", ","]), max_size=6).map("".join),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


class Writer:
    """Writes TOML, and takes note of the line of each place that it writes."""

    def __init__(self, draw):
        self.draw, self.text, self.lines = draw, "", {(): 1}

    def put(self, *parts):
        self.text += "".join(parts)

    def note(self, *place):
        self.lines[place] = self.text.count("\n") + 1

    def blank(self):
        self.put(self.draw(st.sampled_from(["", " ", "\n", "# ]}' \"\n", "\n\n\t# a = [\n"])))

    def key(self, key):
        is_bare = key.isascii() and key.replace("-", "").isalnum()
        self.put(key if is_bare and self.draw(st.booleans()) else json.dumps(key))

    def value(self, value, place):
        if isinstance(value, list):
            self.put("[")
            for number, item in enumerate(value):
                self.blank()
                self.note(*place, number)
                self.value(item, (*place, number))
                self.blank()
                self.put("," if number + 1 < len(value) else self.draw(st.sampled_from(["", ","])))
            self.blank()
            self.put("]")
        elif isinstance(value, dict):
            self.put("{ ")
            for number, (key, item) in enumerate(value.items()):
                self.put(", " if number else "")
                self.pair(key, item, place)
            self.put(" }")
        elif isinstance(value, str):
            self.put(self.draw(st.sampled_from(list(forms(value)))))
        elif isinstance(value, date | time):
            self.put(
                value.isoformat(self.draw(st.sampled_from(" T"))) if isinstance(value, datetime) else value.isoformat()
            )
        else:
            self.put(repr(value).lower())

    def pair(self, key, value, table):
        self.note(*table, key)
        self.key(key)
        self.put(self.draw(st.sampled_from(["=", " = "])))
        self.value(value, (*table, key))


def forms(text):
    """Yield the ways to write a text."""
    yield json.dumps(text)
    yield '"""\n' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""'
    if "'''" not in text:
        yield f"'''\n{text}'''"
    if "'" not in text and "\n" not in text:
        yield f"'{text}'"


@st.composite
def documents(draw):
    """Write a document: pairs, then tables, and tables of which several have a name."""
    writer, expected, numbers = Writer(draw), {}, count()
    for key, value in draw(st.dictionaries(KEYS, VALUES, max_size=3)).items():
        writer.blank()
        writer.pair(key, value, ())
        writer.put("\n")
        expected[key] = value
    for names in draw(st.lists(st.lists(KEYS, min_size=1, max_size=2), max_size=3)):
        top, place = f"t{next(numbers)}", ()
        is_several, tables = draw(st.booleans()), []
        for number in range(draw(st.integers(1, 3)) if is_several else 1):
            writer.blank()
            place = (top, *names)
            if not number:
                for end in range(1, len(place) + 1):
                    writer.note(*place[:end])
            place += (number,) if is_several else ()
            writer.note(*place)
            writer.put("[[" if is_several else "[ ")
            for at, name in enumerate((top, *names)):
                writer.put(" . " if at else "")
                writer.key(name)
            writer.put("]]\n" if is_several else " ]\n")
            table = draw(st.dictionaries(KEYS, VALUES, max_size=3))
            tables.append(table)
            for key, value in table.items():
                writer.blank()
                writer.pair(key, value, place)
                writer.put(draw(st.sampled_from(["\n", " # [x]\n"])))
        inner = tables if is_several else tables[0]
        for name in reversed(names):
            inner = {name: inner}
        expected[top] = inner
    return writer.text, expected, writer.lines


@given(documents())
def test_the_line_of_each_place_is_found_in_any_document(document):
    text, expected, lines = document
    assert tomllib.loads(text) == expected
    assert lines_of(text) == lines
