"""Sidecars: what others wrote stays, what photoorg says is found by every reader of XMP."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoorg.files.xmp import (
    LARGEST,
    REJECTED,
    SidecarError,
    Tags,
    coordinate,
    merged,
    sidecar_of,
)

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
LR = "{http://ns.adobe.com/lightroom/1.0/}"

LIGHTROOM = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<!-- kept by hand -->
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
   xmp:Rating="2" xmp:Label="Red" crs:Exposure2012="+0.35"
   crs:Note="two&#10;lines &quot;here&quot;">
   <dc:subject><rdf:Bag><rdf:li>Oma</rdf:li><rdf:li>Hof &amp; Garten</rdf:li></rdf:Bag></dc:subject>
   <crs:ToneCurve><rdf:Seq><rdf:li>0, 0</rdf:li><rdf:li>255, 255</rdf:li></rdf:Seq></crs:ToneCurve>
   <crs:Script><![CDATA[if (a < b) & c]]></crs:Script>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()

DARKTABLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <r:Description r:about="" xmlns:xap="http://ns.adobe.com/xap/1.0/"
    xmlns:darktable="http://darktable.sf.net/" darktable:history_end="3"/>
  <r:Description r:about="" xmlns:xap="http://ns.adobe.com/xap/1.0/">
    <xap:Rating>4</xap:Rating></r:Description>
 </r:RDF>
</x:xmpmeta>"""


def read(data: bytes) -> tuple[list[str], list[str], list[str]]:
    """Ratings (attributes and elements), flat tags, hierarchical tags, as another reader has it."""
    root = ET.fromstring(data)
    blocks = list(root.iter(f"{RDF}Description"))
    ratings = [b.attrib[f"{XMP}Rating"] for b in blocks if f"{XMP}Rating" in b.attrib]
    ratings += [e.text or "" for e in root.iter(f"{XMP}Rating")]
    flat = [li.text or "" for e in root.iter(f"{DC}subject") for li in e.iter(f"{RDF}li")]
    deep = [li.text or "" for e in root.iter(f"{LR}hierarchicalSubject")
            for li in e.iter(f"{RDF}li")]  # fmt: skip
    return ratings, flat, deep


def test_a_new_sidecar_says_rating_and_tags() -> None:
    made = merged(None, Tags(4, ("Animals", "Cats")))
    assert made is not None
    assert read(made) == (["4"], ["Cats"], ["Animals|Cats"])
    assert made.startswith(b"<?xpacket begin=")
    assert sidecar_of("/a/b.jpg") == "/a/b.jpg.xmp"


def test_nothing_to_say_makes_no_file() -> None:
    assert not Tags()
    assert merged(None, Tags()) is None


def test_a_second_time_there_is_nothing_new() -> None:
    tags = Tags(REJECTED, ("Cats | dogs <&>",))
    made = merged(None, tags)
    assert made is not None
    assert read(made) == (["-1"], ["Cats | dogs <&>"], ["Cats / dogs <&>"])
    assert merged(made, tags) is None


def without_ours(data: bytes) -> str:
    """The canonical form of a sidecar less the three properties that photoorg writes."""
    root = ET.fromstring(data)
    for block in root.iter(f"{RDF}Description"):
        block.attrib.pop(f"{XMP}Rating", None)
        for name in (f"{XMP}Rating", f"{DC}subject", f"{LR}hierarchicalSubject"):
            for child in block.findall(name):
                block.remove(child)
        if block.text is not None and not block.text.strip():
            block.text = None
        for child in block:
            child.tail = None
    return ET.canonicalize(ET.tostring(root, encoding="unicode"))


@pytest.mark.parametrize("foreign", [LIGHTROOM, DARKTABLE], ids=["lightroom", "darktable"])
def test_what_another_program_wrote_stays(foreign: bytes) -> None:
    made = merged(foreign, Tags(5, ("Home", "Grandma")))
    assert made is not None
    assert without_ours(made) == without_ours(foreign)
    ratings, flat, deep = read(made)
    assert ratings == ["5"]
    assert flat[-1] == "Grandma"
    assert deep == ["Home|Grandma"]


def test_tags_comments_cdata_line_breaks_and_prefixes_stay_as_written() -> None:
    made = merged(LIGHTROOM, Tags(5, ("Oma",)))
    assert made is not None
    assert read(made) == (["5"], ["Oma", "Hof & Garten"], ["Oma"])
    text = made.decode()
    for kept in (
        "<!-- kept by hand -->", "<![CDATA[if (a < b) & c]]>", 'crs:Note="two&#10;lines ',
        'crs:Exposure2012="+0.35"', 'xmp:Label="Red"', "<?xpacket end=", "<rdf:li>0, 0</rdf:li>",
    ):  # fmt: skip
        assert kept in text


def test_no_rating_of_ours_leaves_theirs() -> None:
    made = merged(DARKTABLE, Tags(None, ("Cats",)))
    assert made is not None
    assert read(made)[0] == ["4"]


def test_a_prefix_that_means_something_else_is_not_taken() -> None:
    odd = DARKTABLE.replace(b"xmlns:darktable", b'xmlns:dc="urn:other" dc:x="1" xmlns:darktable')
    made = merged(odd, Tags(1, ("Cats",)))
    assert made is not None
    assert read(made) == (["1"], ["Cats"], ["Cats"])
    assert b'dc:x="1"' in made


def test_utf_16_is_read() -> None:
    text = DARKTABLE.decode().replace("UTF-8", "UTF-16")
    made = merged(text.encode("utf-16"), Tags(2, ()))
    assert made is not None
    assert read(made)[0] == ["2"]


@pytest.mark.parametrize(
    "broken",
    [
        b"", b"no xml", b"<a>", DARKTABLE[:200], b"<a/>", b"\xff\xfe<",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<a>" + b" " * LARGEST + b"</a>",
        DARKTABLE.replace(b"UTF-8", b"no-such-encoding"),
    ],
)  # fmt: skip
def test_what_is_no_sidecar_is_left_alone(broken: bytes) -> None:
    with pytest.raises(SidecarError, match="left alone"):
        merged(broken, Tags(3, ("Cats",)))


@given(st.lists(st.text(max_size=12), min_size=1, max_size=3), st.sampled_from([None, 1, 5, -1]))
def test_any_title_makes_a_sidecar_that_can_be_read(titles: list[str], rating: int | None) -> None:
    made = merged(None, Tags(rating, tuple(titles)))
    if made is None:
        assert rating is None
        return
    ratings, flat, _ = read(made)
    assert ratings == ([str(rating)] if rating else [])
    assert len(flat) <= 1
    assert merged(made, Tags(rating, tuple(titles))) is None


EXIF = "{http://ns.adobe.com/exif/1.0/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"


def said(data: bytes, name: str) -> list[str]:
    """All values of a simple property, as another reader has it."""
    root = ET.fromstring(data)
    found = [b.attrib[name] for b in root.iter(f"{RDF}Description") if name in b.attrib]
    return found + [e.text or "" for e in root.iter(name)]


def test_corrected_date_and_place_are_said_where_other_programs_look() -> None:
    tags = Tags(
        taken="2001-02-03T04:05:06+05:30", position=(-33.8568, 151.2153),
        place=("Sydney", "New South Wales", "Australia"),
    )  # fmt: skip
    made = merged(None, tags)
    assert made is not None
    assert said(made, f"{EXIF}DateTimeOriginal") == ["2001-02-03T04:05:06+05:30"]
    assert said(made, f"{PHOTOSHOP}DateCreated") == ["2001-02-03T04:05:06+05:30"]
    assert said(made, f"{EXIF}GPSLatitude") == ["33,51.408000S"]
    assert said(made, f"{EXIF}GPSLongitude") == ["151,12.918000E"]
    assert said(made, f"{PHOTOSHOP}City") == ["Sydney"]
    assert merged(made, tags) is None
    later = merged(made, Tags(taken="2001-02-03T04:05:07"))
    assert later is not None
    assert said(later, f"{EXIF}DateTimeOriginal") == ["2001-02-03T04:05:07"]
    assert said(later, f"{EXIF}GPSLatitude") == ["33,51.408000S"]


def test_correction_replaces_what_another_program_said_of_it_and_nothing_else() -> None:
    old = LIGHTROOM.replace(
        b"<crs:Script>",
        b'<exif:GPSLatitude xmlns:exif="http://ns.adobe.com/exif/1.0/">1,2.0N</exif:GPSLatitude>'
        b"<crs:Script>",
    )
    made = merged(old, Tags(position=(48.8584, 2.2945)))
    assert made is not None
    assert said(made, f"{EXIF}GPSLatitude") == ["48,51.504000N"]
    assert said(made, f"{EXIF}GPSLongitude") == ["2,17.670000E"]
    assert read(made)[0] == ["2"]
    assert b"if (a < b) & c" in made


@given(st.floats(-180, 180, allow_nan=False))
def test_coordinates_lose_less_than_a_centimetre(degrees: float) -> None:
    whole, minutes = coordinate(degrees, "EW")[:-1].split(",")
    assert float(minutes) < 60
    size = int(whole) + float(minutes) / 60
    assert abs(abs(degrees) - size) < 1e-7
    assert coordinate(degrees, "EW").endswith("W" if degrees < 0 else "E")
