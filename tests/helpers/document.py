"""A document of HTML as a tree, for the tests of pages."""

from html.parser import HTMLParser

VOID = {"meta", "input", "wbr"}


class Node:
    """An element: its name, attributes, children and texts."""

    def __init__(self, name, attributes=()):
        self.name, self.attributes, self.content = name, dict(attributes), []

    def __iter__(self):
        """All elements within, in the order of the document."""
        for one in self.content:
            if isinstance(one, Node):
                yield one
                yield from one

    @property
    def text(self):
        """All text within."""
        return "".join(one.text if isinstance(one, Node) else one for one in self.content)

    def all(self, name=None, **attributes):
        """The elements within of a name and with attributes; one of class is any of its words."""
        return [one for one in self if name in {None, one.name} and one.has(attributes)]

    def one(self, name=None, **attributes):
        """The only such element."""
        (found,) = self.all(name, **attributes)
        return found

    def has(self, attributes):
        for key, value in attributes.items():
            actual = self.attributes.get(key.rstrip("_").replace("_", "-"))
            if actual is None or (value not in actual.split() if key == "class_" else value != actual):
                return False
        return True


class _Parser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.path = [Node("")]

    def handle_starttag(self, tag, attrs):
        assert len(attrs) == len(dict(attrs)), f"<{tag}> has an attribute twice"
        node = Node(tag, attrs)
        self.path[-1].content.append(node)
        if tag not in VOID:
            self.path.append(node)

    def handle_endtag(self, tag):
        assert self.path.pop().name == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        self.path[-1].content.append(data)


def parsed(text):
    """The tree of a document, all of whose elements must be closed."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    (root,) = parser.path
    return root
