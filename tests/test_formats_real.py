"""Faults that real files showed, each in a small file of its kind: what must come of it is written first."""

import io
import zipfile

import pytest

from analysis import read_stories, split_sentences
from analysis.text.formats.detection import read_document

PROSE = "Fog fell on the town, and nobody went out that night, and the lamps burned blue until the morning came. " * 3
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OPEN = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def zip_up(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return buffer.getvalue()


def make_epub(pages: list[str], guide: str = "") -> bytes:
    """A book of the bodies of its pages."""
    items = "".join(f'<item id="p{i}" href="p{i}.xhtml" media-type="application/xhtml+xml"/>' for i in range(len(pages)))
    refs = "".join(f'<itemref idref="p{i}"/>' for i in range(len(pages)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>Fog</dc:title></metadata><manifest>{items}</manifest><spine>{refs}</spine>{guide}</package>"
    )
    container = '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>'
    book = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "book.opf": package}
    return zip_up(book | {f"p{i}.xhtml": f"<html><body>{page}</body></html>" for i, page in enumerate(pages)})


def make_docx(paragraphs: list[tuple[str, str]]) -> bytes:
    """A document of paragraphs: the name of the style, and the text."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>' for style, text in paragraphs
    )
    return zip_up(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>"}
    )


def make_odt(paragraphs: list[tuple[str, str]]) -> bytes:
    body = "".join(f'<text:p text:style-name="{style}">{text}</text:p>' for style, text in paragraphs)
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content {OPEN}>{text}</office:document-content>"
    return zip_up({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def make_tei(text: str, header: str = "") -> bytes:
    return f"<TEI><teiHeader><fileDesc>{header}</fileDesc></teiHeader><text><body>{text}</body></text></TEI>".encode()


def read(data: bytes, name: str) -> tuple[list[tuple[str, int, str]], tuple[str, ...]]:
    """Kind, level and text of each span, and the notes."""
    document = read_document(data, name)
    return [(s.kind, s.level, document.text[s.start : s.end]) for s in document.structure or ()], document.notes


def test_a_page_that_begins_with_the_contents_is_read_and_one_of_contents_alone_is_not():
    # What Project Gutenberg's guide calls "toc" is the place of the contents in the first page of the text.
    guide = '<guide><reference type="toc" href="{}#c"/></guide>'
    long = f"<p>Contents of this book</p><h2>Chapter I</h2>{f'<p>{PROSE}</p>' * 20}"
    spans, notes = read(make_epub([long], guide.format("p0.xhtml")), "fog.epub")
    assert (spans[1], notes) == (("heading", 2, "Chapter I"), ())
    spans, notes = read(make_epub(["<p>Chapter I, 3</p>", long], guide.format("p0.xhtml")), "fog.epub")
    assert spans[0] == ("paragraph", 0, "Contents of this book")
    assert notes == ("left out: a table of contents",)


def test_a_list_of_pictures_whose_links_have_more_beside_them_is_left_out():
    lines = "".join(f'<div><a href="#p{i}">They walked off together</a> (Ch 1.{i})</div>' for i in range(4))
    spans, notes = read(f"<html><body>{lines}<p>Fog fell.</p></body></html>".encode(), "fog.html")
    assert (spans, notes) == ([("paragraph", 0, "Fog fell.")], ("left out: a table of contents",))


def test_no_text_of_markdown_is_lost_however_many_stars_stand_before_it():
    text = f"{'* ' * 24}What a curious feeling!\n\n# Two\n\nThe end came.\n"
    document = read_document(text.encode(), "fog.md")
    assert "What a curious feeling!" in document.text
    assert document.text.endswith("The end came.\n")


def test_markdown_states_facts_in_headings_and_over_lines_and_lines_of_a_backslash_are_none():
    document = read_document(b"# Title: Fog\n\n## Author: Ada Byron\n\n\\\n\nIt fell.\n", "x.md")
    assert (document.title, document.author) == ("Fog", "Ada Byron")
    assert document.text == "Title: Fog\n\nAuthor: Ada Byron\n\nIt fell.\n"
    document = read_document(b"---\nlang: en\ntitle: The Fog, by Ada\n  Augusta Byron\n---\n\nIt fell.\n", "x.md")
    assert (document.title, document.author, document.language) == ("The Fog", "Ada Augusta Byron", "en")


def test_rtf_reads_characters_of_two_halves_and_files_without_signs_for_what_old_readers_lack():
    assert (
        read_document(rb"{\rtf1\ansi\uc1 Gothic \u-10240\'3f\u-8398\'3f here.\par}", "x.rtf").text
        == "Gothic \U00010332 here.\n"
    )
    assert read_document(rb"{\rtf1\ansi\uc0 Fog fell.\par It was cold.\par}", "x.rtf").text == "Fog fell.\n\nIt was cold.\n"


LINES = ["Twinkle, twinkle, little bat!", "How I wonder what you're at!"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (make_docx([("HTMLPreformatted", line) for line in LINES] + [("Normal", "He sang.")]), "x.docx"),
        (make_odt([("Preformatted_20_Text", line) for line in LINES] + [("Standard", "He sang.")]), "x.odt"),
        (
            rb"{\rtf1\ansi{\stylesheet{\s5 Preformatted Text;}}\pard\s5 Twinkle, twinkle, little bat!\par"
            rb"\pard\s5 How I wonder what you're at!\par\pard He sang.\par}",
            "x.rtf",
        ),
    ],
)
def test_preformatted_paragraphs_are_lines_of_one(data, name):
    expected = [("paragraph", 0, "\n".join(LINES)), ("paragraph", 0, "He sang.")]
    assert read(data, name)[0] == expected


def test_paragraphs_in_a_style_of_verse_are_its_lines_and_an_empty_one_parts_stanzas():
    lines = [
        ("Verse", LINES[0]),
        ("Verse", LINES[1]),
        ("Verse", ""),
        ("Verse", "Up above the world"),
        ("Normal", "He sang."),
    ]
    expected = [("verse", 0, "\n".join(LINES)), ("verse", 0, "Up above the world"), ("paragraph", 0, "He sang.")]
    assert read(make_docx(lines), "x.docx")[0] == expected
    assert read(make_odt(lines), "x.odt")[0] == expected


def test_chapters_whose_headings_are_not_marked_are_found_and_those_of_a_contents_list_are_not():
    said = ["Chapter I", "Chapter II", "Chapter I", PROSE, "Chapter II", PROSE]
    spans, notes = read(make_docx([("Normal", text) for text in said]), "x.docx")
    assert [kind for kind, _, _ in spans] == ["paragraph"] * 2 + ["heading", "paragraph"] * 2
    assert notes == ("no heading of a chapter is marked: 2 lines such as 'Chapter I' were taken for headings",)
    spans, notes = read(make_docx([("Heading1", "Chapter I"), *(("Normal", text) for text in said[3:])]), "x.docx")
    assert ([kind for kind, _, _ in spans], notes) == (["heading", "paragraph", "paragraph", "paragraph"], ())


def test_printed_lines_that_are_paragraphs_are_joined_where_empty_ones_part_the_paragraphs(tmp_path):
    printed = ["Alice was beginning to get very tired of sitting by her sister on the", "bank, and of having nothing to do."]
    rtf = "{\\rtf1\\ansi " + "\\par\n\\par\n".join("\\par\n".join(printed) for _ in range(30)) + "\\par}"
    (tmp_path / "alice.rtf").write_text(rtf)
    document = read_document(rtf.encode(), "alice.rtf")
    assert document.text == "\n\n".join("\n".join(printed) for _ in range(30)) + "\n"
    assert document.structure is None  # it is judged as plain text is
    assert len(document.notes) == 1
    with pytest.warns(UserWarning, match="printed line"):
        assert len(split_sentences(read_stories(tmp_path / "alice.rtf"))) == 30


def test_a_paragraph_of_tei_that_a_page_break_cuts_is_one_with_the_note_between():
    text = "<p>The hexagonal prism bet-</p><note>A note.</note><pb/><p>ween two edges fell.</p><pb/><p>Then it rose.</p>"
    assert [text for _, _, text in read(make_tei(text), "x.xml")[0]] == [
        "The hexagonal prism between two edges fell.",
        "Then it rose.",
    ]


def test_chapters_of_tei_have_one_level_whatever_they_stand_in():
    chapter = "<div type='chapter'><head>Chapter</head><p>It fell.</p></div>"
    spans, _ = read(make_tei(f"{chapter}<div type='group'><head>Book Two</head>{chapter}</div>"), "x.xml")
    assert [(level, text) for kind, level, text in spans if kind == "heading"] == [
        (2, "Chapter"),
        (1, "Book Two"),
        (2, "Chapter"),
    ]


def test_facts_of_a_tei_header_first_names_first_a_year_of_a_phrase_and_titles_in_brackets():
    header = (
        "<titleStmt><title>[Letter 78]</title><author><persName><surname>Rose</surname> <forename>Gustav</forename>"
        "</persName></author></titleStmt><sourceDesc><date>Printed in the year, MDCXCIII. [1693]</date></sourceDesc>"
    )
    document = read_document(make_tei("<p>Fog<gap/> fell.</p>", header), "x.xml")
    assert (document.title, document.author, document.date) == ("[Letter 78]", "Gustav Rose", "1693")
    assert document.notes == ("left out: illegible places (1)",)


def test_a_document_of_word_saved_as_html():
    page = """<html><body><div class=WordSection1><p class=MsoTitle>The Fog</p><p class=MsoTocHeading>Contents</p>
        <p class=MsoToc1>Chapter One. 3</p><h1>Chapter One</h1><p class=MsoNormal>Fog fell on the
        town.<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a></p>
        <p class=MsoQuote>It was cold.</p></div><div id=ftn1><p class=MsoFootnoteText>
        <a href="#_ftnref1" name="_ftn1">[1]</a> A note.</p></div></body></html>"""
    spans, _ = read(page.encode(), "x.htm")
    assert spans == [
        ("heading", 1, "The Fog"), ("heading", 1, "Chapter One"), ("paragraph", 0, "Fog fell on the town."),
        ("quote", 0, "It was cold."),
    ]  # fmt: skip


def test_the_lines_of_a_group_of_headings_are_headings():
    page = "<html><body><hgroup><h2>I</h2><p>A Letter</p></hgroup><p>Fog fell.</p></body></html>"
    assert read(page.encode(), "x.html")[0] == [
        ("heading", 2, "I"),
        ("heading", 2, "A Letter"),
        ("paragraph", 0, "Fog fell."),
    ]


def test_tags_and_requests_of_an_archive_are_no_story():
    page = """<html><body><div id="preface"><h2 class="toc-heading">Preface</h2><p>Posted on the archive.</p></div>
        <div id="chapters"><h2 class="heading">Chapter 1</h2><p>Fog fell.</p></div>
        <div id="afterword"><h2 class="toc-heading">Afterword</h2><p>Please comment!</p></div></body></html>"""
    spans, notes = read(page.encode(), "x.html")
    assert spans == [("heading", 2, "Chapter 1"), ("paragraph", 0, "Fog fell.")]
    assert notes == ("left out: head and end of the archive (2)",)


def test_a_title_of_a_program_and_its_unknown_author_are_parted():
    head = "<title>The Fog, by Ada Byron</title><meta name='author' content='Unknown Author'>"
    document = read_document(f"<html><head>{head}</head><p>It fell.</html>".encode(), "x.html")
    assert (document.title, document.author) == ("The Fog", "Ada Byron")
