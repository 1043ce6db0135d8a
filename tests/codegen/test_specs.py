"""codegen/specs: what documents mean, whichever way they are written."""

import itertools

import pytest

from specs.comparing import compare
from specs.reading import read
from specs.scalars import scalar

HEAD = "openapi: 3.1.0\npaths:\n  /a/{x}:\n    get:\n      operationId: op\n"
ANSWER = HEAD + "      responses: {200: {content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}}}\n"
OBJECT = "{type: object, required: [f], properties: {f: {type: string}}}"


@pytest.fixture
def found(tmp_path):
    """Compare two documents, and return lines of what was found and the warnings."""

    def run(ours, theirs):
        documents = []
        for name, text in (("ours", ours), ("theirs", theirs)):
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
            documents.append(read(tmp_path / name))
        outcome = compare(*documents)
        lines = [f"{one.kind} {one.what}: {one.ours}, {one.there}" for one in outcome.differences]
        lines += [f"lost {one}" for one in outcome.lost]
        return lines + [text for document in documents for text in document.warnings]

    return run


def schemas(text):
    return f"{ANSWER}components: {{schemas: {{S: {text}}}}}\n"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(
            ("", None),
            ("~", None),
            ("null", None),
            ("true", True),
            ("FALSE", False),
            ("-7", -7),
            ("1.5", 1.5),
            (".5", 0.5),
            ("1.330", "1.330"),
        ),
        *((text, text) for text in ("yes", "no", "on", "=", "<<", "0x1F", "1:30", "2026-11-24", ".", "1.2.3", "nuLL")),
        ("9" * 5000, float("inf")),
    ],
)
def test_a_scalar_means_what_version_1_2_of_yaml_says(text, value):
    assert scalar(text) == value
    assert type(scalar(text)) is type(value)


@pytest.mark.parametrize(
    "same",
    [
        "{properties: {f: {type: string}}, required: [f]}",
        "{allOf: [{type: object, properties: {f: {}}}, {properties: {f: {type: string}}}], required: [f]}",
        "{oneOf: [{type: object, properties: {f: {type: string}}, required: [f, g]}, {type: object, required: [f]}]}",
        "{type: object, <<: {required: [f]}, properties: {f: {$ref: '#/components/schemas/T'}}}, T: {type: string}",
        "{$ref: '#/components/schemas/T', required: [f]}, T: {type: object, properties: {f: {type: string}}}",
        "{$ref: '#/components/schemas/a~1b%20c'}, a/b c: " + OBJECT,
        "{type: object, required: [f], properties: {f: &f {type: string, description: *f}}}",
    ],
)
def test_a_schema_is_what_it_comes_to(found, same):
    assert found(schemas(OBJECT), schemas(same)) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "differences"),
    [
        ("{type: integer, nullable: true}", "{type: [integer, 'null']}", []),
        ("{type: integer, nullable: true}", "{anyOf: [{type: integer}, {type: 'null'}]}", []),
        ("{type: string, enum: [a, null]}", "{type: [string, 'null'], enum: [a]}", []),
        ("{anyOf: [{enum: [a, b]}, {type: string}]}", "{oneOf: [{const: a}, {const: b}]}", []),
        ("{anyOf: [{enum: [a]}, {type: string}]}", "{type: string}", ["changed values of answer 200: a, any"]),
        ("{type: string}", "{enum: [a, 1]}", ["changed answer 200: string, integer or string", "changed values of answer 200: any, a, 1"]),
        ("{type: string, format: password}", "{type: string}", []),
        ("{type: array, items: {type: string}}", "{type: array, items: {type: integer}}", ["changed answer 200[]: string, integer"]),
        ("{type: array, items: {type: string}}", "{type: array}", ["changed answer 200[]: string, any"]),
        ("{type: array}", "{type: array, items: {type: string}}", ["changed answer 200[]: any, string"]),
        ("{type: array}", "{type: array, items: {}}", []),
        (OBJECT, "{type: array, items: {}}", ["changed answer 200: object, array"]),
        (OBJECT, "{type: object}", ["gone fields: 1 of them, None"]),
        ("{type: object}", OBJECT, []),
        ("true", "{}", []),
        ("{type: object, properties: {f: {properties: {g: {}}}}}", "{type: object, properties: {f: {properties: {h: {}}}}}", ["gone field f.g: any, None", "new field f.h: None, any"]),
    ],
)  # fmt: skip
def test_types_values_and_fields_are_compared(found, ours, theirs, differences):
    assert found(schemas(ours), schemas(theirs)) == differences


@pytest.mark.parametrize(
    ("theirs", "warning"),
    [
        ("{allOf: [{$ref: '#/nowhere'}, {properties: {}}]}", "answer 200 of op: #/nowhere leads nowhere"),
        ("{properties: *nothing}", "answer 200 of op: a mapping is expected, not '*nothing'"),
        ("{properties: {f: *nothing}}", "answer 200 of op, S, field f: a mapping is expected, not '*nothing'"),
        ("{properties: 7}", "answer 200 of op: a mapping is expected, not 7"),
        ("{oneOf: {type: string}, properties: []}", "answer 200 of op, oneOf: a list is expected, not a mapping"),
    ],
)
def test_what_may_be_in_the_unreadable_part_is_not_gone(found, theirs, warning):
    lines = found(schemas(OBJECT), schemas(theirs))
    assert warning in lines
    assert [line for line in lines if line.startswith(("gone", "new"))] == []


@pytest.mark.parametrize(
    ("theirs", "new"),
    [
        ("{oneOf: [{enum: [b]}, {$ref: '#/nowhere'}]}", ["new value b of answer 200: None, None"]),
        ("{oneOf: [{type: string}, {$ref: '#/nowhere'}]}", []),
    ],
)
def test_a_value_that_may_be_in_the_unreadable_part_is_not_gone(found, theirs, new):
    assert found(schemas("{enum: [a]}"), schemas(theirs)) == [
        *new,
        "lost answer 200 of op",
        "answer 200 of op: #/nowhere leads nowhere",
    ]


def test_items_that_may_be_in_the_unreadable_part_are_lost(found):
    theirs = schemas("{type: array, allOf: [{$ref: '#/nowhere'}]}")
    assert found(schemas("{type: array, items: {type: string}}"), theirs) == [
        "lost answer 200 of op",
        "answer 200 of op: #/nowhere leads nowhere",
    ]


def chain(step, length, end="{}"):
    """A schema that comes to its end through many others: S, S1, S2 and so on."""
    names = ["S", *(f"S{number}" for number in range(1, length + 1))]
    made = [
        f"{name}: " + step % f"{{$ref: '#/components/schemas/{after}'}}" for name, after in itertools.pairwise(names)
    ]
    return f"{ANSWER}components: {{schemas: {{{', '.join([*made, f'{names[-1]}: {end}'])}}}}}\n"


TOO_DEEP = "answer 200 of op: nested too deep; what is more than 100 steps away is left out"


@pytest.mark.parametrize(
    "step", ["%s", "{allOf: [%s, {properties: {g: {}}}]}", "{anyOf: [%s]}", "{oneOf: [{type: 'null'}, %s]}"]
)
@pytest.mark.parametrize("length", [1000, 5000])
def test_what_is_nested_too_deep_is_left_out_and_not_called_gone_or_changed(found, step, length):
    lines = found(schemas(OBJECT), chain(step, length, OBJECT))
    assert TOO_DEEP in lines
    assert [line for line in lines if line.startswith(("gone", "changed"))] == []


def test_what_is_nested_less_deep_is_compared_to_its_end(found):
    assert found(schemas(OBJECT), chain("%s", 90, OBJECT)) == []
    assert found(schemas(OBJECT), chain("{allOf: [%s]}", 45, "{type: array}")) == ["changed answer 200: object, array"]


def test_fields_in_fields_are_compared_as_deep_as_the_stack_bears(found):
    deep = chain("{properties: {f: %s}}", 3000)
    assert found(deep, deep) == [TOO_DEEP]
    both = chain("{properties: {f: %s}}", 98, "{allOf: [" * 300 + "{}" + "]}" * 300)
    assert found(both, both) == [TOO_DEEP.replace("of op", "of op, S97, field f")] * 2


def operation(text, path="/a/{x}"):
    return f"openapi: 3.0.0\npaths:\n  {path}:\n    get: {{operationId: op, {text}}}\n"


def parameter(name, place="query", rest="schema: {type: string}"):
    return f"parameters: [{{name: {name}, in: {place}, {rest}}}]"


@pytest.mark.parametrize(
    ("ours", "theirs", "lines"),
    [
        (parameter("x", "path"), parameter("y", "path"), []),
        (parameter("X-A", "header"), parameter("x-a", "header"), []),
        (parameter("q"), parameter("Q"), ["gone parameter q in query: string, optional, None", "new parameter Q in query: None, string, optional"]),
        (parameter("q"), parameter("q", rest="content: {application/json: {schema: {type: string}}}"), []),
        (parameter("q"), "parameters: [{name: q}]", ["lost parameter q in query of op", "GET /a/{y}/, parameters: one has no name or no place"]),
        ("requestBody: {required: true}", "requestBody: {}", ["changed body: required, optional"]),
        ("requestBody: {}", "tags: []", ["gone body: a body, None"]),
        ("tags: []", "requestBody: {}", ["new body: None, a body"]),
        ("responses: {200: {}}", "responses: {200: {content: {'*/*': {schema: {type: string}}}}}", ["new content of answer 200: None, string"]),
        ("responses: {200: {content: {application/json: {schema: {type: string}}}}}", "responses: {200: {content: {text/html: {}}}}", ["gone content of answer 200: string, None"]),
        ("responses: {200: {content: {application/json: {schema: {type: string}}}}}", "responses: {2xx: {content: {a/json: {schema: {type: integer}}}}}", ["gone status 200: None, None", "new status 2XX: None, None", "changed answer 200: string, integer"]),
    ],
)  # fmt: skip
def test_operations_are_found_by_their_path_and_compared_in_all_parts(found, ours, theirs, lines):
    assert found(operation(ours), operation(theirs, "/a/{y}/")) == lines


@pytest.mark.parametrize(
    ("theirs", "lines"),
    [
        ("openapi: 3.0.0", ["paths: the section is missing"]),
        ("paths: {'/a/{x}': {get: {}}}\nopenapi: 3.0.0\npaths: {}", ["paths: 'paths' is there twice, the last one counts (line 3)"]),
        ("openapi: 3.0.0\npaths: {'/a/{x}': {put: {}}}", []),
    ],
)  # fmt: skip
def test_without_an_operation_it_is_gone(found, theirs, lines):
    assert found(operation("tags: []"), theirs) == ["gone operation: GET /a/{x}, None", *lines]


@pytest.mark.parametrize(
    ("theirs", "lost", "lines"),
    [
        ("paths:", "op", ["paths: the section is missing"]),
        ("paths: *nothing", "op", ["paths: a mapping is expected, not '*nothing'"]),
        ("paths: []", "op", ["paths: a mapping is expected, not a list"]),
        ("paths: {'/a/{x}': }", "op", ["/a/{x}: there is nothing below it"]),
        ("paths: {'/a/{x}': {$ref: x.yaml}}", "op", ["/a/{x}: x.yaml leads out of the document"]),
        ('{"paths": {"/b": 1, "/b": 2, "/a/{x}": 1, "/a/{x}": 2}}', "op", ["/a/{x}: '/a/{x}' is there twice, the last one counts", "/a/{x}: a mapping is expected, not 2"]),
        ("paths: {'/a/{x}': {get: }}", "op", ["GET /a/{x}: there is nothing below it"]),
        ("paths: {'/a/{x}': {get: []}}", "op", ["GET /a/{x}: a mapping is expected, not a list"]),
        ("paths: {'/a/{x}': {get: {requestBody: {}, responses: []}}}", "answers of op", ["GET /a/{x}, answers: a mapping is expected, not a list"]),
        ("paths: {'/a/{x}': {get: {requestBody: {}, responses: {200: }}}}", "answer 200 of op", ["answer 200 of op: there is nothing below it"]),
        ("paths: {'/a/{x}': {get: {requestBody: {}, responses: {200: {$ref: x.yaml}}}}}", "answer 200 of op", ["answer 200 of op: x.yaml leads out of the document"]),
        ("paths: {'/a/{x}': {get: {requestBody: {}, responses: {200: {content: []}}}}}", "answer 200 of op", ["answer 200 of op: a mapping is expected, not a list"]),
        ("paths: {'/a/{x}': {get: {requestBody: {$ref: x.yaml}, responses: {200: %s}}}}", "body of op", ["body of op: x.yaml leads out of the document"]),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_lost_and_not_gone(found, theirs, lost, lines):
    answer = "{content: {application/json: {schema: {type: string}}}}"
    ours = operation(f"requestBody: {{}}, responses: {{200: {answer}}}")
    assert found(ours, theirs.replace("%s", answer)) == [f"lost {lost}", *lines]


def test_of_two_paths_that_are_one_the_first_counts(found):
    theirs = operation("tags: []") + "  /a/{y}:\n    get: {requestBody: {}}\n"
    assert found(operation("tags: []"), theirs) == ["/a/{y}: the same as /a/{x}, which counts"]


@pytest.mark.parametrize(
    "theirs",
    [
        operation("tags: []").replace("\n", "\r\n"),
        operation("tags: []").replace("\n", "\r"),
        '{\n\t"openapi": "3.0.0",\n\t"paths": {\n\t\t"/a/{x}": {"get": {},},\n\t},\n}',
        "%YAML 1.2\n---\n" + operation("tags: []") + "...\n",
        b'\xef\xbb\xbf{"openapi": "3.0.0", "paths": {"/a/{x}": {"get": {"example": "\a"}}}}',
        b'{openapi: 3.0.0, \'paths\': {"/a/{x}": {get: {example: "\a"}}}}',
        "openapi: 3.0.0\npaths: {'/a/{x}': {get: {x: !!python/name:os.system }}}".encode("utf-16"),
        b'{"openapi": "3.0.0", "paths": {"/a/{x}": {"get": {"example": ' + b"[" * 5000 + b"]" * 5000 + b"}}}}",
    ],
    ids=[
        "CRLF",
        "CR",
        "JSON with tabs and commas too many",
        "YAML 1.2",
        "byte order mark",
        "YAML that begins like JSON",
        "UTF-16",
        "deep",
    ],
)
def test_any_encoding_and_depth_is_read(found, theirs):
    assert found(operation("tags: []"), theirs) == []
