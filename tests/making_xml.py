"""Makes .docx, .odt, .fodt and TEI from the description of a book (see making.py), and from pieces of their XML."""

from html import escape
from itertools import count

from making import Book, pack

# --- Word -------------------------------------------------------------------------------------------------------------

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
OFFICE_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
STYLES = {"Title": "Title", "Heading1": "heading 1", "Heading2": "heading 2", "Quote": "Quote", "Normal": "Normal"}


def run(text: str, *, of: str = "") -> str:
    """A run of Word with this text, in which "\\n" is a line break."""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")]
    return f"<w:r>{f'<w:rPr>{of}</w:rPr>' * bool(of)}{'<w:br/>'.join(lines)}</w:r>" if text else ""


def paragraph(content: str, style: str = "") -> str:
    """A paragraph of Word, of runs."""
    return f"<w:p>{f'<w:pPr><w:pStyle w:val={style!r}/></w:pPr>' * bool(style)}{content}</w:p>"


def word_styles(names: dict[str, str], more: str = "") -> str:
    """The style sheet of Word: names by id."""
    styles = [f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
              for key, name in names.items()]  # fmt: skip
    return f"<w:styles {WORD}>{''.join(styles)}{more}</w:styles>"


def docx(body: str, styles: str = "", **more: str) -> bytes:
    """A .docx with this body; further parts of the folder word/ by name, "core" for docProps/core.xml."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE_DOCUMENT}" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {WORD}><w:body>{body}'
        "<w:sectPr/></w:body></w:document>",
        "word/styles.xml": styles or word_styles(STYLES),
    }
    for name, part in more.items():
        parts["docProps/core.xml" if name == "core" else f"word/{name}.xml"] = part
    return pack(parts)


def word_facts(title: str, author: str, language: str = "") -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        f"<dc:creator>{escape(author)}</dc:creator><dc:language>{language}</dc:language></cp:coreProperties>"
    )


def make_docx(book: Book) -> bytes:
    notes: list[str] = []
    number = count(1)

    def note(text: str) -> str:
        notes.append(f'<w:footnote w:id="{len(notes) + 1}"><w:p>{text}</w:p></w:footnote>')
        return f'<w:r><w:footnoteReference w:id="{len(notes)}"/></w:r>'

    def comment(_: str) -> str:
        i = next(number)
        return f'<w:commentRangeStart w:id="{i}"/><w:commentRangeEnd w:id="{i}"/><w:r><w:commentReference w:id="{i}"/></w:r>'

    marks = {
        "note": note, "comment": comment, "ins": '<w:ins w:id="1" w:author="B">{}</w:ins>'.format,
        "del": lambda text: f'<w:del w:id="2" w:author="B">{text.replace("w:t", "w:delText")}</w:del>',
        "i": lambda text: text.replace("<w:r>", "<w:r><w:rPr><w:i/></w:rPr>"),
        "page": lambda _: '<w:r><w:br w:type="page"/></w:r><w:r><w:lastRenderedPageBreak/></w:r>',
    }  # fmt: skip
    styles = {"heading": "Heading2", "quote": "Quote"}
    headings = "".join(paragraph(run(block.words + " 1")) for block in book.blocks if block.kind == "heading")
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{headings}</w:sdtContent></w:sdt>"
    )
    blocks = [paragraph(block.render(marks, run), styles.get(block.kind, "")) for block in book.blocks]
    body = paragraph(run(book.title), "Title") + contents + "".join(blocks)
    more = {
        "footnotes": f"<w:footnotes {WORD}>{''.join(notes)}</w:footnotes>",
        "comments": f'<w:comments {WORD}><w:comment w:id="1">{paragraph(run("Is it?"))}</w:comment></w:comments>',
        "header1": f"<w:hdr {WORD}>{paragraph(run(book.title))}</w:hdr>",
        "core": word_facts(book.title, book.author, book.language),
    }
    return docx(body, **more)


# --- OpenDocument -----------------------------------------------------------------------------------------------------

OASIS = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in "office text style meta table".split()
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
ODT = "application/vnd.oasis.opendocument.text"


def odt(body: str, styles: str = "", **parts: str) -> bytes:
    """An .odt with this body and these automatic styles; further parts, such as meta, by name."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {OASIS}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    more = {
        f"{name}.xml": f"<office:document-{name} {OASIS}>{part}</office:document-{name}>" for name, part in parts.items()
    }
    return pack({"mimetype": ODT, "content.xml": content, **more}, first="mimetype")


def fodt(body: str, styles: str = "", meta: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {OASIS} office:mimetype="{ODT}"><office:meta>{meta}'
        f"</office:meta><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}"
        "</office:text></office:body></office:document>"
    ).encode()


def _write_odt(book: Book) -> tuple[str, str]:
    """The body and the facts."""
    changes: list[str] = []

    def delete(text: str) -> str:
        name = f"d{len(changes)}"
        changes.append(f'<text:changed-region text:id="{name}"><text:deletion><text:p>{text}</text:p></text:deletion>'
                       "</text:changed-region>")  # fmt: skip
        return f'<text:change text:change-id="{name}"/>'

    marks = {
        "note": '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>{}'
        "</text:p></text:note-body></text:note>".format, "del": delete,
        "ins": '<text:change-start text:change-id="i"/>{}<text:change-end text:change-id="i"/>'.format,
        "comment": "<office:annotation><dc:creator>B</dc:creator><text:p>{}</text:p></office:annotation>".format,
        "i": '<text:span text:style-name="T1">{}</text:span>'.format, "page": lambda _: "<text:soft-page-break/>",
    }  # fmt: skip
    blocks = ""
    for block in book.blocks:
        written = block.render(marks, lambda text: escape(text).replace("\n", "<text:line-break/>"))
        style = ' text:style-name="Quotations"' * (block.kind == "quote")
        is_heading = block.kind == "heading"
        blocks += (
            f'<text:h text:outline-level="2">{written}</text:h>' if is_heading else f"<text:p{style}>{written}</text:p>"
        )
    headings = "".join(f"<text:p>{block.words} 1</text:p>" for block in book.blocks if block.kind == "heading")
    body = (
        f"<text:tracked-changes>{''.join(changes)}</text:tracked-changes>"
        f'<text:p text:style-name="Title">{escape(book.title)}</text:p>'
        f"<text:table-of-content><text:index-body>{headings}</text:index-body></text:table-of-content>{blocks}"
    )
    facts = (
        f"<dc:title>{escape(book.title)}</dc:title><meta:initial-creator>{escape(book.author)}</meta:initial-creator>"
        f"<dc:language>{book.language}</dc:language>"
    )
    return body, facts


def make_odt(book: Book) -> bytes:
    body, facts = _write_odt(book)
    return odt(body, meta=f"<office:meta>{facts}</office:meta>")


def make_fodt(book: Book) -> bytes:
    body, facts = _write_odt(book)
    return fodt(body, meta=facts)


# --- TEI --------------------------------------------------------------------------------------------------------------


def tei(body: str, header: str = "", *, doctype: str = "", front: str = "") -> str:
    """A TEI text with this body; the header is that of its file description."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>'
        f"{header}</fileDesc></teiHeader><text>{f'<front>{front}</front>' * bool(front)}<body>{body}</body></text></TEI>"
    )


def make_tei(book: Book) -> bytes:
    marks = {
        "note": '<note place="foot">{}</note>'.format, "del": "<del>{}</del>".format, "ins": "<add>{}</add>".format,
        "comment": "<!-- {} -->".format, "i": "<hi>{}</hi>".format,
        "page": lambda n: f'<pb n="{n}"/><fw type="header">{escape(book.title)}</fw>',
    }  # fmt: skip
    body, is_open = "", False
    for block in book.blocks:
        if block.kind == "verse":
            lines = "".join(f"<l>{escape(line)}</l>" for line in block.words.split("\n"))
            body += f"<lg>{lines}</lg>"
            continue
        written = block.render(marks, escape)
        if block.kind == "heading":
            body += "</div>" * is_open + f'<div type="chapter"><head>{written}</head>'
            is_open = True
        else:
            body += f"<quote><p>{written}</p></quote>" if block.kind == "quote" else f"<p>{written}</p>"
    header = (
        f"<titleStmt><title>{escape(book.title)}</title><author>{escape(book.author)}</author></titleStmt>"
        f"<sourceDesc><bibl><date>{book.date}</date></bibl></sourceDesc>"
    )
    contents = "".join(f"<item>{block.words}</item>" for block in book.blocks if block.kind == "heading")
    front = f'<div type="contents"><head>Contents</head><list>{contents}</list></div>'
    page = tei(f"<head>{escape(book.title)}</head>" + body + "</div>" * is_open, header, front=front)
    return page.replace("<TEI ", f'<TEI xml:lang="{book.language}" ', 1).encode()
