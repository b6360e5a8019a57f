"""Plain text: which encoding it is in, and what other programs left in it."""

import contextlib
import html
import re
import unicodedata
from html.entities import html5

import pytest
from conftest import any_texts
from hypothesis import example, given, strategies as st

from analysis import StoryError
from analysis.text.formats.plain import decode, repair, tidy

FILLER = "The rain had stopped before noon, and the two of them walked along the road to the mill without a word. "
# In cp1252 and Mac Roman; one or a few characters of each that ASCII does not have.
PROSE = {
    "apostrophe": "It was late, and the miller didn’t answer; he only shook his head and went on mending the wheel.",
    "plural apostrophe": "They heard the dogs’ barking all night long, and in the morning the gate stood open wide.",
    "dash": "He had come home at last—and nobody knew him, not even the old woman at the door of the inn.",
    "spaced dash": "There was one thing — a small one, to be sure — that she never told him in all those years.",
    "years": "The house was let in the years 1914–1918 and then stood empty until somebody bought it again.",
    "ellipsis": "She began to say something… and then she thought better of it and looked out over the water.",
    "quotes": "“Where have you been?” asked his mother. “Nowhere,” said the boy, and sat down to his supper.",
    "opening quote": "“I never saw him again, the old man went on, and to this day I wonder where he can have gone.",
    "single quotes": "‘Come in,’ said the doctor, ‘and shut the door behind you.’ The wind blew all the candles out.",
    "café": "We sat in the little café by the harbour and watched the boats come in one after the other.",
    "naïve": "I was a naïve young man in those days and believed whatever I was told by my elders and betters.",
    "fête": "On the day of the fête the whole village was in the meadow, and the band played until dark.",
    "à la": "She ordered her dinner à la carte, ate next to nothing of it, and left before the music began.",
    "façade": "Behind the white façade there was only a yard, where hens were scratching among the stones.",
    "Zoë": "Nobody had told Zoë that the ship was gone; she stood on the quay and waved to the empty sea.",
    "señor": "The señor took off his hat, bowed to the ladies, and asked whether the coach had come yet.",
    "über": "The German word he used was über, and none of the others understood what he meant by that.",
    "École": "He taught at the École des Beaux-Arts for a year or two, and after that he painted no more.",
    "æther": "In the cold æther above the hills a hawk was hanging, and below it the mice kept very still.",
    "pounds": "It cost him £500 and his good name, and he would have paid twice that much to be left in peace.",
    "degrees": "It was 30° in the shade that day, and even the lizards had crept away under the old stones.",
    "capitals": "THE MILLER’S TALE, as it was told by himself on a winter evening to the guests at the inn.",
    "French": "« Où êtes-vous ? » s’écria-t-il. Le garçon n’entendait pas ; c’était déjà l’été, et la forêt brûlait.",
    "German": "Der Müller saß vor der Tür. „Wo bist du gewesen?“, fragte er. Über den Bäumen stand schon der Mond.",
    "Spanish": "El niño no sabía qué decir. ¿Dónde está mi corazón?, preguntó la señora. Después cayó la noche.",
    "Swedish": "Det var en gång en gammal man som bodde på en ö långt ute i havet. Han hade två söner och en häst.",
}  # fmt: skip
OTHERS = {
    "cp1251": "Жил-был старик со своею старухой у самого синего моря. Старик ловил неводом рыбу, старуха пряла пряжу.",
    "koi8_r": "Жил-был старик со своею старухой у самого синего моря. Старик ловил неводом рыбу, старуха пряла пряжу.",
    "cp1250": "Był sobie król, który miał trzech synów. Najstarszy powiedział: „Pójdę w świat”. Ojciec dał mu sakiewkę "
    "pieniędzy. Szedł przez góry i lasy, aż przyszedł do puszczy i zasnął pod drzewem.",
    "cp1253": "Μια φορά κι έναν καιρό ήταν ένας βασιλιάς που είχε τρεις γιους. Ο πατέρας του έδωσε ένα άλογο.",
    "shift_jis": "むかしむかし、あるところに、おじいさんとおばあさんが住んでいました。おじいさんは山へ芝刈りに行きました。",
    "gb18030": "从前有一个国王，他有三个儿子。有一天，大儿子说：“我要到外面的世界去看看。”父亲给了他一匹马和一些钱。",
    "big5": "從前有一個國王，他有三個兒子。有一天，大兒子說：「我要到外面的世界去看看。」父親給了他一匹馬。",
    "euc_kr": "옛날 옛적에 한 왕이 살고 있었는데, 그에게는 아들이 셋 있었다. 어느 날 큰아들이 말했다. 저는 떠나겠습니다.",
}
NOTE = "not UTF-8: read as {}; if letters are wrong, name another with encoding="
NAMED = {"cp1252": "cp1252 (Windows)", "mac_roman": "mac_roman (old Macintosh)"}


# --- decode -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
@pytest.mark.parametrize("encoding", NAMED)
@pytest.mark.parametrize("name", PROSE)
def test_prose_in_a_single_byte_encoding_comes_back(name: str, encoding: str, long: bool) -> None:
    text = FILLER * 300 + PROSE[name] + "\n" + FILLER * 300 if long else PROSE[name]
    taken = NAMED["cp1252" if text.encode("cp1252") == text.encode("mac_roman") else encoding]  # £ is one byte in both
    assert decode(text.encode(encoding), "a.txt") == (text, [NOTE.format(taken)])


@pytest.mark.parametrize("name", ["café", "naïve", "fête", "à la", "façade", "Zoë", "señor", "École", "pounds", "Swedish"])
def test_latin_1_is_read_as_cp1252_which_holds_it(name: str) -> None:
    assert decode(PROSE[name].encode("latin-1"), "a.txt") == (PROSE[name], [NOTE.format("cp1252 (Windows)")])


@pytest.mark.parametrize("encoding", OTHERS)
def test_other_alphabets(encoding: str) -> None:
    text, notes = decode(OTHERS[encoding].encode(encoding), "a.txt")
    assert text == OTHERS[encoding]
    assert len(notes) == 1
    assert notes[0].startswith("not UTF-8: read as ")


def test_old_macintosh_and_dos_line_ends_are_kept_for_tidy() -> None:
    assert decode("Fog.\rCafé.\r\n".encode("mac_roman"), "a.txt")[0] == "Fog.\rCafé.\r\n"


written = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


@given(written)
@example("")
@example("\ufeff")
def test_a_mark_decides(text: str) -> None:
    for encoding, notes in [("utf-8-sig", []), ("utf-16", ["read as UTF-16"]), ("utf-32", ["read as UTF-32"])]:
        assert decode(text.encode(encoding), "a.txt") == (text, notes)
    for encoding in ("utf-16", "utf-32"):
        assert decode(f"\ufeff{text}".encode(f"{encoding}-be"), "a.txt") == (text, [f"read as {encoding.upper()}"])


@given(written.filter(lambda text: not text.startswith("\ufeff")))
def test_utf_8_is_read_without_a_word(text: str) -> None:
    assert decode(text.encode(), "a.txt") == (text, [])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("name", ["quotes", "French", "dash"])
def test_utf_16_without_a_mark(name: str, encoding: str) -> None:
    label = encoding[:6].upper()
    assert decode(PROSE[name].encode(encoding), "a.txt") == (PROSE[name], [f"read as {label}, of which it has no mark"])


def test_a_few_stray_bytes_in_utf_8() -> None:
    text = PROSE["quotes"] + PROSE["French"]
    data = text.replace("?", "’").encode()
    stray = data.replace("’".encode(), b"\x92", 1)
    assert decode(stray, "a.txt") == (data.decode(), ["UTF-8, but for 1 byte, read as cp1252 (at 22)"])
    twice, where = stray + b" caf\xe9", len(stray) + 4
    assert decode(twice, "a.txt") == (
        f"{data.decode()} café",
        [f"UTF-8, but for 2 bytes, read as cp1252 (at 22 and {where})"],
    )


@given(st.text(st.sampled_from("àâçèéêëïñôöü’“”— abcdefgh\n"), min_size=1, max_size=60), st.sampled_from(sorted(NAMED)))
def test_whatever_is_taken_is_what_python_makes_of_it(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    found, notes = decode(data, "a.txt")
    if notes and "not UTF-8" in notes[0]:
        named = re.match(r"not UTF-8: read as (\w+)", notes[0])
        assert named
        assert found == data.decode(named[1], "replace")


def test_a_stated_encoding_is_used_as_it_is() -> None:
    assert decode("Zoë".encode(), "a.txt", "cp1252") == ("ZoÃ«", [])
    assert decode("\ufeffZoë".encode(), "a.txt", "UTF_8") == ("Zoë", [])
    assert decode("Zoë".encode("utf-16"), "a.txt", "utf-16") == ("Zoë", [])


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        (b"The caf\xe9.", "utf-8", r"a\.txt is not utf-8: byte 7 \(0xe9\) .* encoding='cp1252', or save it as UTF-8"),
        ("Fog".encode("utf-16"), "utf-8", r"byte 0 \(0xff\) .* encoding='utf-16'"),
        (b"\x81", "cp1252", r"byte 0 \(0x81\) .* encoding='mac_roman'"),
        (b"odd", "utf-16", r"a\.txt is not utf-16: byte 2"),
        (b"Fog", "utf-9", r"a\.txt: Python knows no encoding 'utf-9'; try 'utf-8' or 'cp1252'"),
        (b"Fog", "base64", r"knows no encoding 'base64'"),
        (b"Fog", "utf\0", r"knows no encoding"),
        (b"Fog\0", "utf-8", r"a\.txt is a binary file \(byte 3 is zero\), not plain text"),
        (b"Fog\0", None, r"a\.txt is a binary file \(byte 3 is zero\), not plain text"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00", None, r"binary file \(byte 7 is zero\)"),
        (bytes(range(1, 256)) * 9, None, r"binary file \(byte 0 is the control character 0x01"),
        ("Fog".encode("utf-16")[:-1], None, r"a\.txt is not utf-16: byte 6 .* was it cut off"),
    ],
)
def test_what_is_no_text_says_where_and_what_to_do(data: bytes, encoding: str | None, words: str) -> None:
    with pytest.raises(StoryError, match=words):
        decode(data, "a.txt", encoding)


@given(st.binary(max_size=80), st.sampled_from([None, "utf-8", "utf-16", "cp1252", "shift_jis"]))
def test_any_bytes_are_text_or_a_story_error(data: bytes, encoding: str | None) -> None:
    with contextlib.suppress(StoryError):
        decode(data, "a.txt", encoding)[0].encode("utf-8")


# --- repair -----------------------------------------------------------------------------------------------------------


def garble(text: str, encoding: str = "cp1252") -> str:
    """UTF-8 read as something else; where that has no character for a byte, Latin-1's."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("name", PROSE)
def test_garbled_prose_is_undone_once_and_twice(name: str) -> None:
    for text in (garble(PROSE[name]), garble(garble(PROSE[name])), garble(PROSE[name], "latin-1")):
        repaired, notes = repair(f"Fog.\n{text}\n")
        assert repaired == f"Fog.\n{PROSE[name]}\n"
        assert re.fullmatch(r"\d+ places? of garbled encoding \(such as '.+'\) (was|were) repaired", notes[0])
        assert len(notes) == 1


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("didnâ€™t", "didn’t"), ("â€œYesâ€\x9d, he said", "“Yes”, he said"), ("cafÃ©, naÃ¯ve", "café, naïve"),
        ("â€œYesâ€ he said.", "“Yes” he said."), ("“Yes,” but he didnâ€™t", "“Yes,” but he didn’t"),
        ("don‚Äôt, caf√©", "don’t, café"), ("donΓÇÖt", "don’t"), ("‚Äì √©", "– é"),
        ("didn\x92t \x93Yes\x94", "didn’t “Yes”"),
        ("voilÃ  the thing", "voilà the thing"), ("DÃ‰JÃ€ VU", "DÉJÀ VU"), ("a Â£5 note", "a £5 note"),
    ],
)  # fmt: skip
def test_garbled_words(garbled: str, meant: str) -> None:
    assert repair(garbled)[0] == meant


UNHARMED = [
    "Il était là, l’été…” « MANHÃ », disse. “É AMANHÔ, MANHÃ— MANHÃ… AMANHÃ. NÃO. IRMÃ’ IRMû",
    "ROMÂNIA, COBORÂ” COBORÂ», COBORÂ: Âge, âge, LA CÔTE D’ÂNE, CHÂTEAU, ÎLE, À la carte, ÇA, ÉTÉ À LA CÔTE",
    "Größe, Äpfel, „Über“, STRAẞE, ÅRET. HAN SÅ” sa. “SÅ… ÅÄÖ. Ä—nej",
    "Ñandú. ESPAÑA… NIÑ… ¿Qué? ¡Hola! «Ñ»", "Ísland, Ðað, Þú", "a √2, √π ≤ 3; ¬x", "£5, ¥6, €7, 8°, 9½", "├──┬│┼",
    "Привет, мир. «Да»", "Γειά σου", "雾很大。", "שלום",
    "I <3 you, a < b > c, x<y, 1<2>0, <Tom> <<hello>> <Mark> if a <b and c> d",
    "the letters <b> and <a>", "AT&T; Q&A; R&B; fish & chips; & amp; &amp &x; &#; &#0; &#xD800; &#x1;",
    "*** <- -> <-- --> <!-- never closed", "<script>never closed", "[a](b) ![c](d) {e} $f$ \\(g\\)",
]  # fmt: skip


@pytest.mark.parametrize("text", UNHARMED, ids=lambda text: text[:12])
def test_what_a_writer_may_have_meant_stays(text: str) -> None:
    assert repair(text) == (text, [])
    assert repair(f"Fog.\n{text}\nFog.") == (f"Fog.\n{text}\nFog.", [])


@given(any_texts)
def test_texts_without_suspicious_characters_stay(text: str) -> None:
    text = re.sub("[&<>\ufffd]|[\x80-\xbf]|[À-ßâï]|€", "", text)
    assert repair(text) == (text, [])


@given(st.text(st.characters(categories=("L", "P", "Z"), max_codepoint=0x17F, exclude_characters="&<ÂÃÄÅ"), max_size=60))
def test_letters_and_punctuation_of_europe_stay(text: str) -> None:
    assert repair(text)[0] == text


def test_entities_of_html_are_replaced() -> None:
    assert repair("&ldquo;Yes,&rdquo; he said.&nbsp;It&#8217;s &#x2014; caf&eacute;.") == (
        "“Yes,” he said.\u00a0It’s — café.",
        ["6 left-over HTML entities were replaced"],
    )
    assert repair("fish &amp; chips") == ("fish & chips", ["1 left-over HTML entity was replaced"])
    assert repair("&amp;amp;amp;lt;3 &acirc;&euro;&trade; &#146; &#38;lt;p&#38;gt;")[0] == "<3 ’ ’"


@given(st.sampled_from(sorted(name for name in html5 if name.endswith(";") and len(html5[name]) == 1)))
def test_every_entity_is_its_character(name: str) -> None:
    assert repair(f"a &{name} b")[0] == f"a {html5[name]} b" == html.unescape(f"a &{name} b")


@pytest.mark.parametrize(
    ("marked", "text", "notes"),
    [
        ("<p>He left.</p>", "He left.", ["2 left-over HTML tags were removed"]),
        ("<p>He <i>left</i>.</p>\r\n<P>She\nstayed.", "He left.\n\nShe\nstayed.", None),
        ("one<br>two<br/>\nthree<BR />four", "one\ntwo\nthree\nfour", ["3 left-over HTML tags were removed"]),
        ("one<br><br>two", "one\n\ntwo", None),
        ('<span class="a b" lang=en>It</span> <a href="javascript:x">is</a> <em>so</em>.', "It is so.", None),
        ("<div><h1>I</h1>\n<p>Fog.</div>", "I\n\nFog.", None),
        ("Fog.</p>", "Fog.", ["1 left-over HTML tag was removed"]),
        ("a<script>alert(1)</script>b<!-- <p> -->c<style>p {}</style>d", "abcd",
         ["scripts, styles or comments of HTML were cut (56 characters)"]),
        ("&lt;p&gt;Fog.&lt;/p&gt;", "Fog.", None),
        ("<b>bold</b> and <b onclick=x>", "bold and ", None),
    ],
)  # fmt: skip
def test_tags_of_html_go(marked: str, text: str, notes: list[str] | None) -> None:
    repaired, found = repair(marked)
    assert repaired == text
    assert notes is None or found == notes


def test_what_cannot_be_repaired_is_told() -> None:
    lost = "2 characters could not be read (U+FFFD): the file was saved in a wrong encoding once"
    assert repair("don\ufffdt, didn\ufffdt") == ("don\ufffdt, didn\ufffdt", [lost])
    left = "1 place (such as 'ā€') may be garbled and could not be repaired"
    assert repair("Fog ā€x.") == ("Fog ā€x.", [left])


PIECES = [
    "didnâ€™t ", "cafÃ©", "Ã", "Â ", "â€", "\x92", "\u00a0", "”", "é", "É", "a", " ", "\n", "\r\n", "√©", "Ã¢", "\ufffd",
    "&", "amp;", "lt;", "gt;", "&#8217;", "&lt;", "<", ">", "<p>", "</p>", "<i>", "</i>", "<br>", "/", "p", "=", '"',
    "<!--", "-->", "<script>", "</script>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(st.characters(exclude_categories=())))
def test_what_is_repaired_needs_no_repair(text: str) -> None:
    repaired, _ = repair(text)
    assert repair(repaired)[0] == repaired


# --- tidy -------------------------------------------------------------------------------------------------------------


@given(any_texts | st.text())
def test_a_tidy_text_has_one_line_end_and_stays(text: str) -> None:
    tidied = tidy(text)
    assert not re.search("[\r\v\f\x85\u2028\u2029]", tidied)
    assert unicodedata.is_normalized("NFC", tidied)
    assert tidy(tidied.removeprefix("\ufeff")) == tidied.removeprefix("\ufeff")


def test_line_ends_and_marks() -> None:
    assert tidy("\ufeffa\r\nb\rc\u2029d\ve\fcafe\u0301") == "a\nb\nc\n\nd\ne\ncafé"
