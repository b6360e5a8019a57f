"""OpenDocument: each rule of what is read, left out and said, by hand."""

import pytest
from making import pack, read, show
from making_xml import ODT, fodt, odt

from analysis import StoryError

FOG = "<text:p>Fog is here.</text:p>"
NOTE = (
    '<text:note text:note-class="{}"><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p>'
    "</text:note-body></text:note>"
)
STYLES = (
    '<style:style style:name="P1" style:parent-style-name="Quotations"/><style:style style:name="P2" '
    'style:parent-style-name="P1"/><style:style style:name="P3" style:parent-style-name="P3"/>'
    '<style:style style:name="P4" style:parent-style-name="Title"/>'
    '<style:style style:name="Kapitel" style:default-outline-level="2"/><style:style style:name="P5" '
    'style:parent-style-name="Kapitel"/>'
)

# Body, what is read of it, and what is said to be left out.
CASES = {
    "deletions are kept apart": (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><office:change-info/><text:p>thin</text:p>'
        '</text:deletion></text:changed-region></text:tracked-changes><text:p>A <text:change text:change-id="c"/>'
        '<text:change-start text:change-id="d"/>thick <text:change-end text:change-id="d"/>fog.</text:p>',
        ["A thick fog."], "deletions (1)"),
    "notes": (f"<text:p>Fog{NOTE.format('footnote')} is{NOTE.format('endnote')} here.</text:p>", ["Fog is here."],
              "notes (2)"),
    "comments": (
        '<text:p>Fog<office:annotation office:name="a"><dc:creator>Ann</dc:creator><text:p>Is it?</text:p>'
        '</office:annotation> is<office:annotation-end office:name="a"/> here.</text:p>', ["Fog is here."], "comments (1)"),
    "spaces, tabs, line breaks": (
        '<text:p>Fog<text:s text:c="3"/>is<text:tab/>here,<text:line-break/>and\n  there<text:s/>too.</text:p>',
        ["Fog is here, / and there too."], ""),
    "a page ends within a sentence": ("<text:p>The fog <text:soft-page-break/>was thick.</text:p><text:soft-page-break/>",
                                      ["The fog was thick."], ""),
    "headings": (
        '<text:h text:outline-level="1">Fog</text:h><text:h text:outline-level="3">Rain</text:h><text:h>Snow</text:h>' + FOG,
        ["# Fog", "### Rain", "# Snow", "Fog is here."], ""),
    "an empty heading": ('<text:h text:outline-level="1"/>' + FOG, ["Fog is here."], ""),
    "styles and their parents": (
        "".join(f'<text:p text:style-name="P{i}">Fog.</text:p>' for i in range(1, 7)),
        ["> Fog.", "> Fog.", "Fog.", "# Fog.", "## Fog.", "Fog."], ""),
    "an index": (
        '<text:h text:outline-level="1">Contents</text:h><text:table-of-content><text:index-body><text:p>Fog 1</text:p>'
        "</text:index-body></text:table-of-content>" + FOG + "<text:alphabetical-index><text:index-body><text:p>Fog, 1"
        "</text:p></text:index-body></text:alphabetical-index>", ["Fog is here."], "a table of contents, index (1)"),
    "lists": ("<text:list><text:list-header><text:p>Now:</text:p></text:list-header><text:list-item><text:p>Fog.</text:p>"
              "<text:list><text:list-item><text:p>Mist.</text:p></text:list-item></text:list></text:list-item>"
              "<text:list-item><text:p>Rain.</text:p></text:list-item></text:list>", ["Now:", "Fog.", "Mist.", "Rain."], ""),
    "tables": ("<table:table><table:table-column/><table:table-row><table:table-cell><text:p>Fog.</text:p>"
               "</table:table-cell><table:table-cell><text:p>Rain.</text:p></table:table-cell></table:table-row></table:table>",
               ["Fog.", "Rain."], ""),
    "words in pieces": ('<text:p><text:span>F</text:span>o<text:bookmark text:name="x"/><text:span>g </text:span>'
                        '<text:a xmlns:xlink="x" xlink:href="y">is here.</text:a></text:p>', ["Fog is here."], ""),
    "sections": (f'<text:section text:name="S"><text:section>{FOG}</text:section></text:section>', ["Fog is here."], ""),
    "hidden text": ('<text:p>Fog<text:hidden-text text:condition="x">gy</text:hidden-text> is here.</text:p>',
                    ["Fog is here."], "hidden text (1)"),
    "the small type of ruby": ("<text:p><text:ruby><text:ruby-base>Fog</text:ruby-base><text:ruby-text>fogu"
                               "</text:ruby-text></text:ruby> is here.</text:p>", ["Fog is here."], ""),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_opendocument(name: str) -> None:
    body, spans, left_out = CASES[name]
    for file in (odt(body, STYLES), fodt(body, STYLES)):
        document = read(file)
        assert show(document) == spans
        assert document.notes == ((f"left out: {left_out}",) if left_out else ())


def test_styles_in_their_own_part() -> None:
    styles = '<office:styles><style:style style:name="Own" style:parent-style-name="Quotations"/></office:styles>'
    assert show(read(odt('<text:p text:style-name="Own">Fog.</text:p>', styles=styles))) == ["> Fog."]


def test_the_facts_of_an_opendocument() -> None:
    facts = "<dc:title>Fog &amp; Rain</dc:title><dc:creator>Typist</dc:creator><dc:language>en-IE</dc:language>"
    meta = "<office:meta>{}</office:meta>".format
    document = read(odt(FOG, meta=meta(facts)))
    assert (document.title, document.author, document.language) == ("Fog & Rain", "Typist", "en-IE")
    assert read(odt(FOG, meta=meta("<meta:initial-creator>Ann</meta:initial-creator>" + facts))).author == "Ann"
    assert read(fodt(FOG, meta="<meta:initial-creator>Ann</meta:initial-creator>" + facts)).author == "Ann"


@pytest.mark.parametrize(
    ("file", "message"),
    [(pack({"mimetype": ODT, "content.xml": "<a/>"}), "fog.odt is an OpenDocument file, but no text document"),
     (pack({"mimetype": ODT}), "fog.odt lacks its part 'content.xml'"),
     (pack({"mimetype": ODT, "content.xml": "<a>"}), "fog.odt (content.xml) is not well-formed XML"),
     (pack({"mimetype": ODT, "content.xml": "\0", "META-INF/manifest.xml": "<m:encryption-data/>"}),
      "fog.odt is protected by a password: save a copy without one."),
     (pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}), "fog.odt is "),
     (odt("<text:p/>"), "fog.odt holds no text to read")],
)  # fmt: skip
def test_what_is_no_text_document_is_refused(file: bytes, message: str) -> None:
    with pytest.raises(StoryError) as refused:
        read(file, "fog.odt")
    assert str(refused.value).startswith(message)


def test_a_level_that_is_no_number_is_none() -> None:
    assert show(read(odt('<text:h text:outline-level="x">Fog</text:h>' + FOG))) == ["# Fog", "Fog is here."]
    style = '<style:style style:name="Own" style:default-outline-level="x"/>'
    assert show(read(odt('<text:p text:style-name="Own">Fog.</text:p>', style))) == ["Fog."]
