"""XMP sidecars: tags, ratings, dates and places beside a photo, for other programs to read.

Written by the XMP specification (ISO 16684-1): RDF in XML, UTF-8. What other programs wrote into a
sidecar stays, node by node: only the properties named below are touched, and of the tags none is
taken away. Pure text in, text out; writing it to the disk is `files.transfer`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.dom import minidom
from xml.dom.minidom import (
    CDATASection,
    Comment,
    Document,
    Element,
    Node,
    ProcessingInstruction,
    Text,
)
from xml.parsers.expat import ExpatError

from photoorg.errors import PhotoorgError

LARGEST = 8 * 2**20  # bytes: a sidecar with a long editing history has some 100 kB
REJECTED = -1  # xmp:Rating of a rejected photo, as Bridge, Lightroom, darktable and digiKam have it

_META = "adobe:ns:meta/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XMP = "http://ns.adobe.com/xap/1.0/"
_DC = "http://purl.org/dc/elements/1.1/"
_LR = "http://ns.adobe.com/lightroom/1.0/"
_EXIF = "http://ns.adobe.com/exif/1.0/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_XMLNS = "http://www.w3.org/2000/xmlns/"
_PREFIXES = {
    _RDF: "rdf", _XMP: "xmp", _DC: "dc", _LR: "lr", _EXIF: "exif", _PHOTOSHOP: "photoshop",
}  # fmt: skip

_EMPTY = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="{_META}">
 <rdf:RDF xmlns:rdf="{_RDF}">
  <rdf:Description rdf:about=""/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


class SidecarError(PhotoorgError):
    """A sidecar that photoorg does not understand, and so leaves alone. `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Tags:
    """What is said of a photo. `path` names its group from the broadest to the finest.

    `rating` is 1 to 5, `REJECTED`, or None: nothing is said, and another program's stays. `taken`
    is ISO 8601, `position` in degrees, `place` city, region and country.
    """

    rating: int | None = None
    path: tuple[str, ...] = ()
    taken: str | None = None
    position: tuple[float, float] | None = None
    place: tuple[str, str, str] | None = None

    def __bool__(self) -> bool:
        return self != Tags()

    def values(self) -> Iterator[tuple[str, str, str]]:
        """(namespace, property, value) of all that has one value."""
        if self.rating is not None:
            yield _XMP, "Rating", str(self.rating)
        if self.taken is not None:
            yield _EXIF, "DateTimeOriginal", self.taken
            yield _PHOTOSHOP, "DateCreated", self.taken
        if self.position is not None:
            yield _EXIF, "GPSLatitude", coordinate(self.position[0], "NS")
            yield _EXIF, "GPSLongitude", coordinate(self.position[1], "EW")
        for name, value in zip(("City", "State", "Country"), self.place or (), strict=False):
            if _one_line(value):
                yield _PHOTOSHOP, name, _one_line(value)


def coordinate(degrees: float, signs: str) -> str:
    """Degrees as XMP has them: "48,51.504000N"; to a millionth of a minute, 2 mm."""
    whole, minutes = divmod(round(abs(degrees) * 60_000_000), 60_000_000)
    return f"{whole},{minutes // 1_000_000}.{minutes % 1_000_000:06}{signs[degrees < 0]}"


def sidecar_of(photo: str) -> str:
    """Where the sidecar of a photo lies: "a.jpg" has "a.jpg.xmp", so that "a.cr2" has its own."""
    return f"{photo}.xmp"


def merged(existing: bytes | None, tags: Tags) -> bytes | None:
    """The sidecar with these tags in it; None if it says all that already.

    Raises `SidecarError` for a file that is no XMP, or is none that can be kept whole.
    """
    document = _parsed(existing)
    descriptions = _descriptions(document)
    changed = False
    for space, name, value in tags.values():
        changed |= _set_value(descriptions, space, name, value)
    names = [name for name in map(_one_line, tags.path) if name]
    if names:
        changed |= _add(descriptions, _DC, "subject", names[-1])
        levels = "|".join(name.replace("|", "/") for name in names)
        changed |= _add(descriptions, _LR, "hierarchicalSubject", levels)
    if not changed:
        return None
    return "".join(_written(document)).encode()


def _one_line(name: str) -> str:
    """A name as a keyword: no line breaks, nothing that XML cannot hold."""
    shown = "".join(c if c.isprintable() else " " for c in name)
    return " ".join(shown.split())


# --- reading -------------------------------------------------------------------------------------


def _parsed(existing: bytes | None) -> Document:
    data = _EMPTY.encode() if existing is None else existing
    if len(data) > LARGEST:
        raise SidecarError("The sidecar beside it is too large to be one; it is left alone.")
    if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data:
        raise SidecarError("The sidecar beside it is no XMP file; it is left alone.")
    try:
        return minidom.parseString(data)
    except (ExpatError, ValueError, LookupError) as error:
        raise SidecarError(
            "The sidecar beside it is damaged, so it is left alone. Move it away, then try again."
        ) from error


def _descriptions(document: Document) -> list[Element]:
    """The blocks that hold the properties of the photo itself; one is made if there is none."""
    frames = document.getElementsByTagNameNS(_RDF, "RDF")
    if len(frames) != 1:
        raise SidecarError("The sidecar beside it is no XMP file; it is left alone.")
    found = [
        n for n in _children(frames[0]) if (n.namespaceURI, n.localName) == (_RDF, "Description")
    ]
    if not found:
        made = document.createElementNS(_RDF, _name(frames[0], _RDF, "Description"))
        made.setAttributeNS(_RDF, _name(frames[0], _RDF, "about"), "")
        frames[0].appendChild(made)
        found = [made]
    return found


def _children(node: Element) -> Iterator[Element]:
    return (child for child in node.childNodes if isinstance(child, Element))


def _properties(descriptions: Iterable[Element], space: str, name: str) -> list[Element]:
    return [
        child
        for description in descriptions
        for child in _children(description)
        if (child.namespaceURI, child.localName) == (space, name)
    ]


def _text(node: Element) -> str:
    return "".join(child.data for child in node.childNodes if isinstance(child, Text))


# --- changing ------------------------------------------------------------------------------------


def _set_value(descriptions: list[Element], space: str, name: str, value: str) -> bool:
    """Say it wherever it is said already (attribute or element), else once."""
    holders = [d for d in descriptions if d.hasAttributeNS(space, name)]
    elements = _properties(descriptions, space, name)
    if not holders and not elements:
        description = descriptions[0]
        description.setAttributeNS(space, _name(description, space, name), value)
        return True
    changed = False
    for holder in holders:
        changed |= holder.getAttributeNS(space, name) != value
        holder.setAttributeNS(space, _name(holder, space, name), value)
    for element in elements:
        changed |= _text(element).strip() != value
        _set_text(element, value)
    return changed


def _set_text(element: Element, value: str) -> None:
    for child in list(element.childNodes):
        if isinstance(child, Text):
            element.removeChild(child)
    element.appendChild(_document(element).createTextNode(value))


def _add(descriptions: list[Element], space: str, name: str, value: str) -> bool:
    """Add a value to an unordered list of values; False if it is there."""
    properties = _properties(descriptions, space, name) or [_new(descriptions[0], space, name)]
    bags = [bag for node in properties for bag in _children(node) if bag.namespaceURI == _RDF]
    known = {_text(item).strip() for bag in bags for item in _children(bag)}
    if value in known:
        return False
    bag = bags[0] if bags else _new(properties[0], _RDF, "Bag")
    item = _new(bag, _RDF, "li")
    item.appendChild(_document(item).createTextNode(value))
    return True


def _new(parent: Element, space: str, name: str) -> Element:
    made = _document(parent).createElementNS(space, _name(parent, space, name))
    parent.appendChild(made)
    return made


def _document(node: Element) -> Document:
    assert node.ownerDocument is not None
    return node.ownerDocument


def _name(near: Element, space: str, name: str) -> str:
    """A qualified name with the prefix the file has for the namespace, declared if it has none."""
    node: Node | None = near
    hidden: set[str] = set()
    while isinstance(node, Element):
        for attribute in node.attributes.values():
            if attribute.namespaceURI != _XMLNS or attribute.prefix != "xmlns":
                continue
            if attribute.value == space and attribute.localName not in hidden:
                return f"{attribute.localName}:{name}"
            hidden.add(attribute.localName)
        node = node.parentNode
    prefix = _PREFIXES[space]
    while prefix in hidden:
        prefix += "1"
    near.setAttributeNS(_XMLNS, f"xmlns:{prefix}", space)
    return f"{prefix}:{name}"


# --- writing -------------------------------------------------------------------------------------

_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_VALUE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)


def _written(node: Node) -> Iterator[str]:
    """A node as XML. minidom's own writer loses line breaks in attributes and in text."""
    if isinstance(node, Document):
        for child in node.childNodes:
            yield from _written(child)
            yield "\n"
    elif isinstance(node, Element):
        yield from _element(node)
    elif isinstance(node, CDATASection):
        yield f"<![CDATA[{node.data}]]>"
    elif isinstance(node, Text):
        yield node.data.translate(_IN_TEXT)
    elif isinstance(node, Comment):
        yield f"<!--{node.data}-->"
    elif isinstance(node, ProcessingInstruction):
        yield f"<?{node.target} {node.data}?>"


def _element(node: Element) -> Iterator[str]:
    yield f"<{node.tagName}"
    for attribute in node.attributes.values():
        yield f' {attribute.name}="{attribute.value.translate(_IN_VALUE)}"'
    if not node.childNodes:
        yield "/>"
        return
    yield ">"
    for child in node.childNodes:
        yield from _written(child)
    yield f"</{node.tagName}>"
