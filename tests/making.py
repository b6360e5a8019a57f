"""Makes files of every format from one description of a book, by strings and zipfile: no program's own ways are in them.

A book is written as lines. "= title | author | date | language" comes first; "# " begins a heading, "> " a block quote,
"| " a stanza, its lines parted by " / "; any other line is a paragraph. Within them {note:...} {del:...} {ins:...}
{comment:...} {i:...} and {page:number} stand for what formats have; a plain text has the words of `ins` and `i` alone.
"""

import re
import zipfile
from collections.abc import Callable, Mapping
from html import escape
from io import BytesIO
from typing import NamedTuple

from analysis.text.formats.detection import read_document
from analysis.text.formats.document import Document

KINDS = {"#": "heading", ">": "quote", "|": "verse"}
MARK = re.compile(r"\{(\w+):([^}]*)\}")
UNREAD = ("note", "del", "comment", "page")

Marks = Mapping[str, Callable[[str], str]]


class Block(NamedTuple):
    kind: str
    text: str  # with marks; lines of verse parted by "\n"

    def render(self, marks: Marks, plain: Callable[[str], str]) -> str:
        """The block with each mark as a format writes it, and what is between them as `plain` does."""
        pieces, place = [], 0
        for mark in MARK.finditer(self.text):
            pieces += [plain(self.text[place : mark.start()]), marks[mark[1]](plain(mark[2]))]
            place = mark.end()
        return "".join([*pieces, plain(self.text[place:])])

    @property
    def words(self) -> str:
        """What is read of it."""
        return MARK.sub(lambda mark: "" if mark[1] in UNREAD else mark[2], self.text)


class Book(NamedTuple):
    title: str
    author: str
    date: str
    language: str
    blocks: tuple[Block, ...]


def describe(source: str) -> Book:
    """The book that is written so."""
    first, *lines = [line for line in source.strip().split("\n") if line]
    title, author, date, language = first.removeprefix("= ").split(" | ")
    blocks = [
        Block(KINDS[line[0]], line[2:].replace(" / ", "\n")) if line[0] in KINDS else Block("paragraph", line)
        for line in lines
    ]
    return Book(title, author, date, language, tuple(blocks))


def pack(parts: Mapping[str, str | bytes], *, first: str = "", level: int = 6) -> bytes:
    """A zip file of these parts; the one named `first` is not compressed, as formats ask of their "mimetype"."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED)
    return file.getvalue()


# --- plain text, Markdown, RTF ----------------------------------------------------------------------------------------


def make_txt(book: Book) -> bytes:
    return "\n\n".join([book.title, *(block.words for block in book.blocks)]).encode()


def make_md(book: Book) -> bytes:
    notes: list[str] = []

    def note(text: str) -> str:
        notes.append(text)
        return f"[^{len(notes)}]"

    marks = {"note": note, "del": lambda _: "", "ins": str, "comment": "<!-- {} -->".format, "i": "*{}*".format,
             "page": lambda _: ""}  # fmt: skip
    starts = {"heading": "## ", "quote": "> "}
    head = f'---\ntitle: "{book.title}"\nauthor: {book.author}\ndate: {book.date}\nlang: {book.language}\n---\n'
    toc = "\n".join(f"- [{block.words}](#c{i})" for i, block in enumerate(book.blocks) if block.kind == "heading")
    blocks = [starts.get(block.kind, "") + block.render(marks, lambda text: text.replace("\n", "  \n"))
              for block in book.blocks]  # fmt: skip
    notes = [f"[^{i}]: {text}" for i, text in enumerate(notes, start=1)]
    return "\n\n".join([head, f"# {book.title}", "## Contents", toc, *blocks, *notes]).encode()


def escape_rtf(text: str) -> str:
    text = re.sub(r"[\\{}]", lambda sign: "\\" + sign[0], text)
    text = "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in text)
    return text.replace("\n", "\\line ")


def rtf(body: str, *, info: str = "", styles: str = "", page: str = "1252") -> bytes:
    styles = styles or r"{\s0 Normal;}{\s1\b heading 1;}{\s2\b heading 2;}"
    return (
        rf"{{\rtf1\ansi\ansicpg{page}\deff0{{\fonttbl{{\f0 Times;}}}}{{\stylesheet{styles}}}{{\info{info}}}" + f"\n{body}}}"
    ).encode("latin-1")


def make_rtf(book: Book) -> bytes:
    marks = {"note": r"{{\super\chftn}}{{\footnote {{\super\chftn}} {}}}".format, "del": r"{{\deleted {}}}".format,
             "ins": r"{{\revised {}}}".format, "comment": r"{{\*\atnid AR}}{{\*\annotation {}}}".format,
             "i": r"{{\i {}}}".format, "page": lambda _: ""}  # fmt: skip
    styles = {"heading": r"\s2"}
    blocks = [rf"\pard\plain{styles.get(block.kind, '')} {block.render(marks, escape_rtf)}\par" for block in book.blocks]
    info = rf"{{\title {escape_rtf(book.title)}}}{{\author {escape_rtf(book.author)}}}"
    head = rf"{{\header {escape_rtf(book.title)}\par}}"
    return rtf("\n".join([head, rf"\pard\plain\s1 {escape_rtf(book.title)}\par", *blocks]), info=info)


# --- HTML and EPUB ----------------------------------------------------------------------------------------------------


def html(body: str, head: str = "", lang: str = "en") -> str:
    return f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def xhtml(body: str, title: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>{title}</title></head><body>{body}</body></html>'
    )


def write_blocks(book: Book) -> list[str]:
    """The chapters in HTML, their notes at the end of each; what stands before the first is the first."""
    chapters, notes = [f"<h1>{escape(book.title)}</h1>"], list[str]()

    def note(text: str) -> str:
        notes.append(text)
        n = len(notes)
        return f'<a id="r{n}" href="#n{n}" class="fnanchor">[{n}]</a>'

    marks = {"note": note, "del": "<del>{}</del>".format, "ins": "<ins>{}</ins>".format, "comment": "<!-- {} -->".format,
             "i": "<i>{}</i>".format, "page": '<span class="pagenum" id="p{0}">[Pg {0}]</span>'.format}  # fmt: skip
    tags = {"heading": "h2", "quote": "blockquote", "verse": "p"}
    for block in book.blocks:
        tag, kind = tags.get(block.kind, "p"), ' class="poem"' * (block.kind == "verse")
        if tag == "h2":
            chapters.append("")
        written = block.render(marks, lambda text: escape(text).replace("\n", "<br/>\n"))
        chapters[-1] += f"<{tag}{kind}>{written}</{tag}>\n"
    for n, text in enumerate(notes, start=1):
        i = next(i for i, chapter in enumerate(chapters) if f'id="r{n}"' in chapter)
        chapters[i] += f'<div class="footnote" id="n{n}"><p><a href="#r{n}">[{n}]</a> {text}</p></div>\n'
    return chapters


def list_headings(book: Book) -> str:
    headings = [block.words for block in book.blocks if block.kind == "heading"]
    return "".join(f'<li><a href="c{i}.xhtml">{escape(words)}</a></li>' for i, words in enumerate(headings, start=1))


def make_html(book: Book) -> bytes:
    head = (
        f'<title>{escape(book.title)}</title><meta name="author" content="{escape(book.author)}">'
        f'<meta name="date" content="{book.date}"><style>p {{ margin: 0 }}</style><script>var fog = "<p>Fog.</p>";</script>'
    )
    chapters = [chapter.replace("<br/>", "<br>") for chapter in write_blocks(book)]
    nav = f"<nav><ol>{list_headings(book)}</ol></nav><script>document.write('Rain.')</script>"
    return html(chapters[0] + nav + "".join(chapters[1:]), head, book.language).encode()


CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def package(manifest: str, spine: str, *, facts: str = "", guide: str = "", version: str = "3.0") -> str:
    return (
        f'<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="{version}"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{facts}</metadata><manifest>{manifest}</manifest>'
        f"<spine>{spine}</spine>{guide}</package>"
    )


def item(part: str, name: str = "", *, properties: str = "") -> str:
    """A line of the manifest of an EPUB for a page, whose id is its name unless another is given."""
    stated = f' properties="{properties}"' * bool(properties)
    return f'<item id="{name or part.partition(".")[0]}" href="{part}" media-type="application/xhtml+xml"{stated}/>'


def epub(package: str, pages: Mapping[str, str | bytes], **more: str | bytes) -> bytes:
    parts = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "OEBPS/book.opf": package}
    return pack({**parts, **{f"OEBPS/{name}": page for name, page in pages.items()}, **more}, first="mimetype")


def state_facts(book: Book) -> str:
    stated = {"title": book.title, "creator": book.author, "date": book.date, "language": book.language}
    return "".join(f"<dc:{fact}>{escape(value)}</dc:{fact}>" for fact, value in stated.items())


def make_epub(book: Book, version: int = 3) -> bytes:
    pages = {f"c{i}.xhtml": xhtml(chapter, f"Page {i}") for i, chapter in enumerate(write_blocks(book))}
    names = [name.partition(".")[0] for name in pages]
    spine = "".join(f'<itemref idref="{name}"/>' for name in names)
    manifest = "".join(item(page) for page in pages)
    contents = f"<h2>Contents</h2><ol>{list_headings(book)}</ol>"
    if version == 3:
        pages["nav.xhtml"] = xhtml(f'<nav epub:type="toc">{contents}</nav>')
        manifest += item("nav.xhtml", properties="nav")
        spine = '<itemref idref="nav"/>' + spine
    else:
        pages["toc.xhtml"] = xhtml(contents)
        pages["toc.ncx"] = "<ncx><navMap><navPoint><navLabel><text>Chapter I</text></navLabel></navPoint></navMap></ncx>"
        manifest += item("toc.xhtml") + '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        spine = '<itemref idref="toc"/>' + spine
    return epub(package(manifest, spine, facts=state_facts(book), version=f"{version}.0"), pages)


# --- subtitles --------------------------------------------------------------------------------------------------------


def write_time(seconds: float, point: str) -> str:
    return (
        f"{int(seconds) // 3600:02}:{int(seconds) // 60 % 60:02}:{int(seconds) % 60:02}{point}{int(seconds % 1 * 1000):03}"
    )


def cues(*lines: tuple[float, float, str], point: str = ",", numbered: bool = True) -> str:
    """Cues from a second to a second with their lines, as .srt has them; with a point in the times as .vtt."""
    return "\n".join(
        f"{i}\n" * numbered + f"{write_time(start, point)} --> {write_time(end, point)}\n{text}\n"
        for i, (start, end, text) in enumerate(lines, start=1)
    )


def make_srt(book: Book, point: str = ",") -> bytes:
    """A cue for each block, three seconds long."""
    return cues(*((3 * i, 3 * i + 2.5, block.words) for i, block in enumerate(book.blocks)), point=point).encode()


def make_vtt(book: Book) -> bytes:
    return b"WEBVTT\n\nNOTE " + book.title.encode() + b"\n\n" + make_srt(book, ".")


# --- what is read -----------------------------------------------------------------------------------------------------

SIGNS = {"paragraph": "", "quote": "> ", "verse": "| ", "speaker": "@ ", "direction": "( "}


def show(document: Document) -> list[str]:
    """Each span of a document, marked by its kind: "# heading", "> quote", "| verse", "@ speaker", "( direction"."""
    return [
        SIGNS.get(span.kind, "#" * span.level + " ") + document.text[span.start : span.end].replace("\n", " / ")
        for span in document.structure or ()
    ]


def read(content: str | bytes, name: str = "story.x") -> Document:
    return read_document(content.encode() if isinstance(content, str) else content, name)


def unpack(data: bytes) -> dict[str, bytes]:
    """The parts of a zip file, to change some."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
