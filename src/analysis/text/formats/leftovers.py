"""Repairs what other programs left in a text: garbled encoding, entities and tags of HTML."""

import html
import re
import unicodedata
from html.entities import html5

# At least one of these is in whatever `GARBLED` finds: looked for one by one, which is faster than to match.
SIGNS = "ÂÃÄÅÐÑÎÏ€√¬Γ├ĂЂ¿ð\x80\x91\x92\x93\x94\x96\x97\x9c\x9d"
FIRST = "[ÂÃÄÅÐÑÎÏâïð‚√¬Γ├Ăāβв\x80\x91-\x94\x96\x97\x9c\x9d]"
SUSPECT = re.compile(FIRST + "(?:[ \x80-\U0010ffff]|(?<=[\x80-\x9f]))")
# What the second byte of UTF-8 is in cp1252 and Latin-1. What is fair may follow a capital in its own right: « MANHÃ ».
FAIR = "\xa0\xad«»‘’“”…–—„‚‹›®™•°¹²³ªº"
ODD = "\x80-\x84\x86-\x9f¡-©¬¯±´-¸¼-¿€ƒ†‡ˆ‰ŠŒŽ˜šœžŸ"
GARBLED = re.compile(
    f"(?:(?={FIRST})(?:"
    f"â(?:[€\x80][{FAIR}{ODD}]?|‚¬)|[ÂÃÄÅ][{ODD}]|(?<=[a-z])[ÂÃÅ][{FAIR}]|(?<=[a-z])[ÂÃ](?= )"
    "|(?<![A-ZÀ-Þ\xa0«“])(?:Ã[\xa0¹²³ªº]|Â[\xa0«»\xad®°¹²³ªº])"
    f"|(?:[ÐÑ][{FAIR}{ODD}]){{2}}|(?:[ÎÏ][{FAIR}{ODD}]){{2}}|ï(?:»¿|¿½)|ðŸ[{FAIR}{ODD}]"
    "|‚Ä[ìîïòôúùû†°¢π]|√[©®ß†°¢£§•¶™´¨≠±≤≥¥µ∂∑∫ªºæø]|¬[´ª†]"  # read as Mac Roman
    "|ΓÇ[ôöÿÖÜ£¥óª]|├[⌐¿íóúáñªº¬½¼¡«»░▒▓╢╝╗╣║]"  # as DOS
    "|Ă[©¨˘¤§´¶¸±˝ˇ]|[āβ]€|вЂ"  # as cp1250, cp1257, cp1253, cp1251
    "|[\x80\x91-\x94\x96\x97\x9c\x9d]"
    "))+"
)
LOST = re.compile(f"â€(?![{FAIR}{ODD}])")  # its last byte: that of ” is nothing in cp1252
ENTITY = re.compile("&(?:amp;)*(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
INLINE = (
    "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd mark o:p q s samp small span strike strong sub "
    "sup tt u var wbr"
).split()
BLOCK = (
    "address article aside blockquote body br center dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 head "
    "header hr html li main nav ol p pre section table tbody td tfoot th thead title tr ul"
).split()
UNCLOSED = "br dd div dt hr img li o:p p span td th tr wbr".split()
ATTRIBUTES = r"""(?:\s++[a-zA-Z_:][-\w:.]*+\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=`]++))*+"""
TAG = re.compile(rf"<(/?)(?=[a-z])({'|'.join(INLINE + BLOCK)})({ATTRIBUTES})\s*+/?>", re.I | re.A)
BREAK = re.compile(rf"<br{ATTRIBUTES}\s*+/?>[ \t]*+\r?\n", re.I | re.A)  # the line end is that of the page
HIDDEN = re.compile(rf"<!--|<(?:script|style){ATTRIBUTES}\s*+>", re.I | re.A)
HIDDEN_END = re.compile(r"</(?:script|style)\s*+>", re.I | re.A)
COMMENT_END = re.compile("-->")


def repair(text: str) -> tuple[str, list[str]]:
    """The text without what other programs left in it, and notes on what was done.

    UTF-8 that was once read as something else ("didnâ€™t") is undone where its line is not thinkable otherwise, entities of
    HTML ("&rsquo;") become the characters they stand for, and tags of HTML go: those of blocks leave a blank line, <br> a
    line break, scripts, styles and comments nothing. An opening tag that a reader may have meant otherwise ("<b>", "<Mark>")
    goes only where its closing one stands in the text. All else is the story's own: "AT&T;", "<3", "a < b > c".

    >>> repair("<p>&ldquo;I didnâ€™t,&rdquo; he said.</p>")
    ('“I didn’t,” he said.', ["1 place of garbled encoding (such as 'â€™') was repaired",
    '2 left-over HTML entities were replaced', '2 left-over HTML tags were removed'])
    """
    garbled: list[str] = []
    left: list[str] = []
    entities = tags = cut = 0
    for _ in range(5):  # what is repaired may need more: &lt;p&gt;, &acirc;&euro;&trade;
        before = text
        if "&" in text:
            text, n_found = _replace_entities(text)
            entities += n_found
        if "<" in text:
            text, n_found, n_cut = _remove_tags(text)
            tags, cut = tags + n_found, cut + n_cut
        left = []
        text = repair_encoding(text, garbled, left)
        if text == before:
            break
    notes = []
    if entities:
        notes.append(f"{count_things(entities, 'left-over HTML entity')} {_was(entities)} replaced")
    if tags:
        notes.append(f"{count_things(tags, 'left-over HTML tag')} {_was(tags)} removed")
    if cut:
        notes.append(f"scripts, styles or comments of HTML were cut ({cut:,} characters)")
    return text, [*tell_repairs(garbled, left, text), *notes]


def tell_repairs(garbled: list[str], left: list[str], text: str) -> list[str]:
    """Notes on the places of garbled encoding that were repaired, those that were not, and the characters that are lost."""
    notes = []
    if garbled:
        places = count_things(len(garbled), "place")
        notes.append(f"{places} of garbled encoding (such as {garbled[0]!r}) {_was(len(garbled))} repaired")
    if lost := text.count("\ufffd"):
        notes.append(
            f"{count_things(lost, 'character')} could not be read (U+FFFD): the file was saved in a wrong encoding once"
        )
    if left:
        notes.append(f"{count_things(len(left), 'place')} (such as {left[0]!r}) may be garbled and could not be repaired")
    return notes


def count_things(number: int, thing: str) -> str:
    """The number and its noun.

    >>> count_things(1_200, "entity")
    '1,200 entities'
    """
    several = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{number:,} {thing if number == 1 else several}"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def repair_encoding(text: str, found: list[str], kept: list[str]) -> str:
    """The text with its garbled lines repaired; what was garbled is added to `found`, what still is to `kept`."""
    if text.isascii() or not any(sign in text for sign in SIGNS) or not SUSPECT.search(text):
        return text
    from ftfy import fix_encoding

    lines = text.split("\n")
    for place, line in enumerate(lines):
        if not SUSPECT.search(line):
            continue
        garbled = GARBLED.findall(line)
        while garbled:
            fixed = GARBLED.sub(_undo, fix_encoding(LOST.sub("â€\x9d", line)))
            left = GARBLED.findall(fixed)
            if len(left) >= len(garbled):
                break
            found += garbled[: len(garbled) - len(left)]
            lines[place] = line = fixed
            garbled = left
        kept += garbled
    return "\n".join(lines)


def _undo(garbled: re.Match[str]) -> str:
    """What ftfy leaves, since it looks at whole lines: the UTF-8 that it was, if it was."""
    for codec in ("sloppy-windows-1252", "mac_roman", "cp437", "sloppy-windows-1250"):
        try:
            return garbled[0].encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return garbled[0]


def _replace_entities(text: str) -> tuple[str, int]:
    """The text with each entity that HTML knows replaced by its character, and how many there were."""
    n_found = 0

    def replace(entity: re.Match[str]) -> str:
        nonlocal n_found
        name = entity[1]
        character = html.unescape(f"&{name};") if name[0] == "#" or f"{name};" in html5 else ""
        if character in ("", "\ufffd") or (unicodedata.category(character[0]) == "Cc" and character not in "\t\n\r"):
            return entity[0]
        n_found += 1
        return character

    return ENTITY.sub(replace, text), n_found


def _remove_tags(text: str) -> tuple[str, int, int]:
    """The text without tags of HTML, how many there were, and how many characters of scripts, styles and comments."""
    whole = len(text)
    text = _cut_hidden(text)
    n_cut, n_found = whole - len(text), 0
    closed = {tag[2].lower() for tag in TAG.finditer(text) if tag[1]}

    def replace(tag: re.Match[str]) -> str:
        nonlocal n_found
        name = tag[2].lower()
        if not (tag[1] or tag[3] or name in UNCLOSED or name in closed):
            return tag[0]
        n_found += 1
        return "" if name in INLINE else "\n" if name == "br" else "<p>"

    text = TAG.sub(replace, BREAK.sub("<br>", text))
    if "<p>" in text:
        pieces = (piece.rstrip().lstrip("\r\n") for piece in text.split("<p>"))
        text = "\n\n".join(piece for piece in pieces if piece)
    return text, n_found, n_cut


def _cut_hidden(text: str) -> str:
    """The text without scripts, styles and comments of HTML that are closed."""
    kept, start = [], 0
    while opening := HIDDEN.search(text, start):
        end = opening.end()
        closing = COMMENT_END.search(text, end) if opening[0] == "<!--" else HIDDEN_END.search(text, end)
        if not closing:
            break
        kept.append(text[start : opening.start()])
        start = closing.end()
    return "".join(kept) + text[start:]
