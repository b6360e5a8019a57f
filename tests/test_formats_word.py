"""Word documents: each rule of what is read, left out and said, by hand."""

import re

import pytest
from making import pack, read, show
from making_xml import OFFICE_DOCUMENT, RELATIONS, TYPES, WORD, docx, paragraph, run, word_facts, word_styles

from analysis import StoryError

FOG, RAIN = paragraph(run("Fog is here.")), paragraph(run("It rained."))
OF_WORD = WORD.partition("=")[2].strip('"')


def change(tag: str, content: str) -> str:
    """What tracked changes say of runs."""
    return f'<w:{tag} w:id="1" w:author="Ann" w:date="2020-01-01T00:00:00Z">{content}</w:{tag}>'


def gone(text: str) -> str:
    return change("del", f"<w:r><w:delText>{text}</w:delText></w:r>")


# Body, what is read of it, and what is said to be left out.
CASES = {
    "insertions stay and deletions go": (
        paragraph(run("A ") + change("ins", run("thick ")) + gone("thin ") + run("fog.")),
        ["A thick fog."], "deletions (1)"),
    "what was inserted and deleted again goes": (
        paragraph(run("A ") + change("ins", gone("thin ")) + run("fog.")), ["A fog."], "deletions (1)"),
    "moved text stands where it came to": (
        paragraph(change("moveFrom", run("It rained."))) + FOG + paragraph(change("moveTo", run("It rained."))),
        ["Fog is here.", "It rained."], "deletions (1)"),
    "a paragraph whose end was deleted goes on": (
        "<w:p><w:pPr><w:rPr>" + change("del", "") + f"</w:rPr></w:pPr>{run('Fog is ')}</w:p>" + paragraph(run("here.")),
        ["Fog is here."], ""),
    "so do three": (
        ("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("Fog, ") + "</w:p>") * 3 + paragraph(run("rain.")),
        ["Fog, Fog, Fog, rain."], ""),
    "notes and comments": (
        paragraph(run("Fog") + '<w:r><w:footnoteReference w:id="1"/></w:r><w:commentRangeStart w:id="0"/>' + run(" is")
                  + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
                  + '<w:r><w:endnoteReference w:id="1"/></w:r>' + run(" here.")),
        ["Fog is here."], "notes (2), comments (1)"),
    "a text box, with its copy for older programs": (
        paragraph(f"<w:r><AlternateContent><Choice><w:drawing><w:txbxContent>{RAIN}</w:txbxContent></w:drawing></Choice>"
                  f"<Fallback><w:pict><w:txbxContent>{RAIN}</w:txbxContent></w:pict></Fallback></AlternateContent></w:r>"
                  + run("Fog is here.")),
        ["Fog is here."], "pictures (1)"),
    "a field is its result": (
        paragraph(run("See ") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r>'
                  '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("the fog")
                  + '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr=" AUTHOR ">' + run(" of Ann.")
                  + "</w:fldSimple>"),
        ["See the fog of Ann."], ""),
    "line breaks": (paragraph(run("The fog is thick,\nThe night is long,\nAnd so it is.")),
                    ["The fog is thick, / The night is long, / And so it is."], ""),
    "hyphens": (paragraph("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>pi</w:t><w:softHyphen/><w:t>lot</w:t></w:r>"),
                ["co-pilot"], ""),
    "tabs are spaces": (paragraph("<w:r><w:tab/><w:t>Fog</w:t><w:tab/><w:t>is here.</w:t></w:r>"), ["Fog is here."], ""),
    "a page ends within a sentence": (
        paragraph(run("The fog was ") + '<w:r><w:br w:type="page"/><w:lastRenderedPageBreak/></w:r>' + run("thick.")),
        ["The fog was thick."], ""),
    "words in pieces": (
        paragraph("<w:r><w:t>F</w:t></w:r><w:proofErr/><w:bookmarkStart/><w:r><w:rPr><w:b/></w:rPr><w:t>o</w:t></w:r>"
                  "<w:smartTag><w:smartTagPr/><w:r><w:t>g is h</w:t></w:r></w:smartTag><w:r><w:t>ere.</w:t></w:r>"),
        ["Fog is here."], ""),
    "a link": (paragraph('<w:hyperlink r:id="r1" xmlns:r="x">' + run("Fog") + "</w:hyperlink>" + run(" is here.")),
               ["Fog is here."], ""),
    "content controls": (
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{FOG}</w:sdtContent></w:sdt>"
        + paragraph("<w:sdt><w:sdtPr/><w:sdtContent>" + run("It ") + "</w:sdtContent></w:sdt>" + run("rained.")),
        ["Fog is here.", "It rained."], ""),
    "a list has no numbers": (
        "".join(f"<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>{run(text)}</w:p>"
                for text in ("Fog.", "Rain.")), ["Fog.", "Rain."], ""),
    "cells of a table are paragraphs": (
        "<w:tbl>" + "".join("<w:tr><w:tc><w:tcPr/>" + paragraph(run(one)) + "</w:tc><w:tc>" + paragraph(run(two))
                            + "</w:tc></w:tr>" for one, two in (("Fog.", "Rain."), ("Snow.", "Hail."))) + "</w:tbl>",
        ["Fog.", "Rain.", "Snow.", "Hail."], ""),
    "hidden text": (paragraph(run("Fog", of="<w:vanish w:val='0'/>") + run("gy", of="<w:vanish/>") + run(" is here.")),
                    ["Fog is here."], "hidden text (1)"),
    "small type of ruby": (
        paragraph("<w:r><w:ruby><w:rt>" + run("fogu") + "</w:rt><w:rubyBase>" + run("Fog") + "</w:rubyBase></w:ruby></w:r>"
                  + run(" is here.")), ["Fog is here."], ""),
    "an outline level without a style": (
        f"<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr>{run('Fog')}</w:p>"
        f"<w:p><w:pPr><w:outlineLvl w:val='9'/></w:pPr>{run('It rained.')}</w:p>", ["## Fog", "It rained."], ""),
    "a contents page of its style": (
        paragraph(run("Contents"), "TOCHeading") + paragraph(run("Fog 1"), "TOC1") + paragraph(run("Rain 2"), "TOC1") + FOG,
        ["Fog is here."], "a table of contents"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_document_of_word(name: str) -> None:
    body, spans, left_out = CASES[name]
    document = read(docx(body))
    assert show(document) == spans
    assert document.notes == ((f"left out: {left_out}",) if left_out else ())


@pytest.mark.parametrize(
    ("key", "name", "shown"),
    [("Heading1", "heading 1", "# Fog"), ("berschrift2", "heading 2", "## Fog"), ("Titre1", "Heading 1", "# Fog"),
     ("Title", "Title", "# Fog"), ("Untertitel", "Subtitle", "# Fog"), ("Zitat", "Quote", "> Fog"),
     ("Zitat", "Intense Quote", "> Fog"), ("BlockText", "Block Text", "> Fog"), ("a", "Normal", "Fog"),
     ("Heading1", "Fog", "Fog"), ("x", "heading 10", "Fog"), ("HeadingOne", "Chapter heading 1", "Fog")],
)  # fmt: skip
def test_a_style_is_known_by_its_name_in_english_whatever_the_language_of_word(key: str, name: str, shown: str) -> None:
    assert show(read(docx(paragraph(run("Fog"), key) + RAIN, word_styles({key: name})))) == [shown, "It rained."]


def test_a_style_without_a_sheet_is_known_by_its_key() -> None:
    """Word has headings that no sheet need define."""
    body = paragraph(run("Fog"), "Heading2") + paragraph(run("Rain 1"), "TOC1") + RAIN
    assert show(read(docx(body, word_styles({})))) == ["## Fog", "It rained."]


def test_a_style_is_what_it_is_based_on() -> None:
    own = "<w:style w:styleId='Own'><w:name w:val='Kapitel'/><w:basedOn w:val='{}'/></w:style>".format
    outlined = "<w:style w:styleId='Own'><w:name w:val='Kapitel'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>"
    body = paragraph(run("Fog"), "Own") + RAIN
    names = {"Heading2": "heading 2", "Quote": "Quote"}
    for more, shown in ((own("Heading2"), "## Fog"), (own("Quote"), "> Fog"), (outlined, "### Fog"), (own("Own"), "Fog"),
                        (own("Lost"), "Fog"), ("", "Fog")):  # fmt: skip
        assert show(read(docx(body, word_styles(names, more))))[0] == shown


def test_a_contents_page_of_links_is_left_out() -> None:
    lines = "".join(
        paragraph(f'<w:hyperlink w:anchor="_Toc{i}">{run(f"Chapter {i}")}<w:r><w:tab/><w:t>{i}</w:t></w:r></w:hyperlink>')
        for i in range(3)
    )
    document = read(docx(lines + FOG))
    assert show(document) == ["Fog is here."]
    assert document.notes == ("left out: a table of contents",)


def test_headers_and_footers_are_said() -> None:
    parts = {"header1": f"<w:hdr {WORD}>{RAIN}</w:hdr>", "footer1": f"<w:ftr {WORD}>{RAIN}</w:ftr>"}
    document = read(docx(FOG, **parts))
    assert show(document) == ["Fog is here."]
    assert document.notes == ("left out: headers and footers (2)",)


def test_the_facts_of_a_document() -> None:
    document = read(docx(FOG, core=word_facts("Fog & <Rain>", "Ann Lee", "en-GB")))
    assert (document.title, document.author, document.language) == ("Fog & <Rain>", "Ann Lee", "en-GB")
    written_by_programs = read(docx(FOG, core=word_facts("Microsoft Word - fog.docx", "Administrator")))
    assert (written_by_programs.title, written_by_programs.author) == ("", "")


def test_the_main_part_may_have_any_name() -> None:
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    for kind in (OFFICE_DOCUMENT, strict):
        for target in ("word/document2.xml", "/word/document2.xml"):
            parts = {
                "[Content_Types].xml": TYPES,
                "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Type="{kind}" Target="{target}"/>'
                "</Relationships>",
                "word/document2.xml": f"<w:document {WORD}><w:body>{FOG}</w:body></w:document>",
            }
            assert show(read(pack(parts))) == ["Fog is here."]


def test_strict_documents_have_another_namespace() -> None:
    body = paragraph(run("Fog"), "Heading1") + FOG
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts = {"[Content_Types].xml": TYPES,
             "word/document.xml": f'<w:document xmlns:w="{strict}"><w:body>{body}</w:body></w:document>',
             "word/styles.xml": word_styles({"Heading1": "heading 1"}).replace(OF_WORD, strict)}  # fmt: skip
    assert show(read(pack(parts))) == ["# Fog", "Fog is here."]


@pytest.mark.parametrize(
    ("parts", "message"),
    [({"word/styles.xml": ""}, "fog.docx lacks its part 'word/document.xml'"),
     ({"word/document.xml": f"<w:document {WORD}/>"}, "fog.docx is damaged: its main part has no body"),
     ({"word/document.xml": f"<w:document {WORD}><w:body>"}, r"fog.docx \(word/document.xml\) is not well-formed XML: .*"),
     ({"word/document.xml": ""}, r"fog.docx \(word/document.xml\) is not well-formed XML: .*"),
     ({"word/document.xml": f"<w:document {WORD}><w:body><w:p/></w:body></w:document>"}, "fog.docx holds no text to read")],
)  # fmt: skip
def test_a_damaged_document_is_refused(parts: dict[str, str], message: str) -> None:
    with pytest.raises(StoryError) as refused:
        read(pack({"[Content_Types].xml": TYPES, **parts}), "fog.docx")
    assert re.match(message, str(refused.value)), refused.value
