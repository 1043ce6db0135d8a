"""Hypothesis strategies for what a server could send in the place of an answer: any bytes, and JSON that is nearly right.

JSON is drawn as text, since no Python value makes the texts that matter: keys that come twice, half surrogate pairs,
numbers that no number type holds.
"""

import gzip
import json
import zlib

from hypothesis import strategies as st

# Too short for the watch over the whole run, which also looks into errors that a flow has caught and nobody sees.
SHOWN = "s3cr3t!"
SCALARS = ["null", "true", "false", "0", "-1", "1.5", "1767225600000", '""', '"x"', '"**********"', "[]", "{}"]
# What is JSON, and unlike what people write: half surrogate pairs, control characters, numbers beyond 64 bits.
ODD_NAMES = [r'"\ud800"', r'"\udc00\ud800"', r'"\u0000"', r'"\u001b[31m"', r'"\ud83d\ude00"']
ODD = [*ODD_NAMES, '"' + "z" * 3000 + '"', "1e308", "-0", "9" * 25, "-" + "9" * 25, "9" * 400]
# What Python's json takes and JSON does not, and what no number type holds.
BROKEN = ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 5000, '"a\nb"']
FIELDS = [
    "internalId",
    "name",
    "id",
    "accessGrantingToken",
    "createdBy",
    "createdOn",
    "expiresOn",
    "lastUsedOn",
    "canViewLogs",
    "limitedLogsScope",
    "canTeleport",
    "entries",
    "total",
    "health",
    "messages",
    "branch",
    "commit",
    "imageTag",
    "action",
    "message",
    "actor",
    "type",
    "email",
    "fullName",
    "tenantId",
    "tenantUnitId",
    "timestamp",
    "meta",
    "error",
    "errors",
    "data",
]

scalars = (
    st.sampled_from(SCALARS) | st.sampled_from(ODD) | st.integers().map(str) | st.text(max_size=20).map(json.dumps)
)
names = st.sampled_from(FIELDS).map(json.dumps) | st.sampled_from(ODD_NAMES) | st.text(max_size=8).map(json.dumps)


times = st.tuples(
    st.sampled_from(["createdOn", "expiresOn", "lastUsedOn", "timestamp"]).map(json.dumps),
    st.sampled_from(["0", "-1", "1e5", "9" * 14, "9" * 25, "-" + "9" * 25]),
)


def members(values):
    return st.lists((times | st.tuples(names, values)).map(": ".join), max_size=6).map(", ".join)


def objects(values, begin=""):
    return members(values).map(lambda text: f"{{{begin}{', ' if begin and text else ''}{text}}}")


def lists(values):
    return st.lists(values, max_size=4).map(lambda items: f"[{', '.join(items)}]")


def nested(depth, opening="[", closing="]"):
    return opening * depth + "0" + closing * depth


deep = st.sampled_from([nested(depth) for depth in (50, 97, 98)] + [nested(90, '{"meta": ', "}")])
DEEPEST = nested(100_000)  # for any stack; Hypothesis makes it higher
TOO_DEEP = [nested(depth) for depth in (99, 100, 101)] + [nested(101, '{"meta": ', "}")]
broken = st.sampled_from([*BROKEN, *TOO_DEEP])
values = st.recursive(scalars | deep, lambda inner: lists(inner) | objects(inner), max_leaves=6)
# Right but for what comes after it: of a key that comes twice the last one counts.
tokens = objects(values, '"internalId": "t", "name": "n"')
shown = objects(values, '"internalId": "t", "name": "n", "id": "an-id", "accessGrantingToken": "' + SHOWN + '"')
entries = objects(values, '"id": "e", "action": "a", "message": "m", "actor": {"type": "USER"}, "timestamp": 5')
totals = st.sampled_from(["0", "1", "7", "7", "7", "9" * 25, "true", "1.0", "null"])
pages = st.tuples(totals, lists(entries)).map(lambda page: f'{{"total": {page[0]}, "entries": {page[1]}}}')
states = objects(values, '"health": "GREEN", "branch": "b"')
refusals = objects(values, '"message": "No ApiToken found"')
damaged = st.tuples(broken, tokens).map(lambda both: f'{{"x": {both[0]}, {both[1][1:]}')
two = st.tuples(tokens, shown).map(lambda both: f"[{both[0]}, {both[1]}]")
texts = st.sampled_from([tokens, shown, shown, two, pages, pages, states, refusals, values, damaged, damaged]).flatmap(
    lambda kind: kind
)

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32-be"]


@st.composite
def contents(draw):
    """A body: mostly JSON, sometimes cut off, in another encoding, with a page around it, or no text at all."""
    kind = draw(st.sampled_from(["text"] * 12 + ["cut", "encoded", "page", "bytes"]))
    if kind == "bytes":
        return draw(st.binary(max_size=200))
    text = draw(texts)
    if kind == "page":
        text = f"  <html>login {text}"
    content = text.encode(draw(st.sampled_from(ENCODINGS)) if kind == "encoded" else "utf-8", "surrogatepass")
    return content[: draw(st.integers(0, len(content)))] if kind == "cut" else content


PACKED = {
    "gzip": gzip.compress,
    "x-gzip": lambda content: gzip.compress(content) + b"\0\0" + gzip.compress(b""),
    " GZIP ": lambda content: gzip.compress(content)[:-5],
    "gzip, gzip": lambda content: gzip.compress(gzip.compress(content)),
    "deflate": zlib.compress,
    "br": bytes,
    "identity": bytes,
    "": bytes,
}
HEADERS = ["content-type", "content-length", "transfer-encoding", "location", "set-cookie", "date"]
HEADERS += ["retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "x-ratelimit-zone", "x"]
SAID = [b"", b"text/html", b"application/json; charset=utf-16", b"9" * 400, b"-1", b"1767225600", b"Thu, 01 Jan 2026"]
SAID += [
    b"Fri, 31 Dec 9999 23:59:59 -2359",
    b"Mon, 01 Jan 0001 00:00:00 +2359",
    b"//[",
    b"http://[::1",
    "\u0664".encode(),
]


statuses = st.sampled_from([200] * 80 + [204, 302, 400, 401, 404, 409, 429, 500, 503, *range(100, 1000, 83)])
headers = st.dictionaries(st.sampled_from(HEADERS), st.sampled_from(SAID) | st.binary(max_size=40), max_size=4)


@st.composite
def answers(draw):
    """An answer: status, headers, and the pieces of its body as they come."""
    status, said = draw(statuses), draw(headers)
    content = draw(contents())
    if draw(st.integers(0, 5)) == 0:
        encoding = draw(st.sampled_from(list(PACKED)))
        said["content-encoding"] = encoding.encode()
        content = draw(st.sampled_from([PACKED[encoding](content), content]))
    at = draw(st.integers(0, len(content)))
    return status, [(name.encode(), value) for name, value in said.items()], [content[:at], content[at:]]
