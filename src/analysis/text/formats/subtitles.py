"""Reads subtitles (.srt, .vtt): their lines as running text, without numbers, times and marks of style."""

from __future__ import annotations

import html
import re

from analysis.errors import StoryError
from analysis.text.formats.document import Document
from analysis.text.formats.plain import decode
from analysis.text.formats.writer import Writer

PAUSE = 4_000  # milliseconds without a word after which a new paragraph begins
DIRECTION = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\]|[♪♫#*][^♪♫]*[♪♫#*]?)\s*")
DASH = re.compile(r"\s*[-–—‐]\s*(?=\S)")
SPEAKER = re.compile(r"([A-Z][A-Z .'’-]{1,30}):\s+")
VOICE = re.compile(r"<v(?:\.[^\s<>]*+)?\s++([^<>]++)>")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[\d:.]+>")  # of style, of voices, of karaoke
ASIDE = re.compile(r"(?<=\n)\n(?:NOTE|STYLE|REGION)(?:[ \t][^\n]*)?(?:\n[^\n]+)*(?=\n|\Z)")
END = re.compile(r"[.!?…][\"'”’)\]]*$")


def read_subtitles(data: bytes, name: str, encoding: str | None = None) -> Document:
    """The document in the bytes of a file of subtitles."""
    import pysubs2

    text, notes = decode(data, name, encoding)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    kind = "vtt" if text.lstrip().startswith("WEBVTT") else "srt"
    text, n_asides = ASIDE.subn("", text) if kind == "vtt" else (text, 0)
    try:
        cues = pysubs2.SSAFile.from_string(text, format_=kind, keep_unknown_html_tags=True)
    except Exception as error:  # whatever pysubs2 stumbles over
        raise StoryError(f"{name} cannot be read as subtitles ({error}).") from error
    if not len(cues):
        raise StoryError(f"{name} holds no subtitles: no line with times such as 00:00:01,000 --> 00:00:02,500.")
    writer = Writer()
    writer.leave_out("times", len(cues))
    if n_asides:
        writer.leave_out("comments and styles", n_asides)
    last, ended, voice = 0, True, ""
    for cue in sorted(cues, key=lambda cue: cue.start):
        if cue.start - last > PAUSE and ended:
            writer.end_block()
        for line in cue.plaintext.split("\n"):
            if (voices := VOICE.findall(line)) and voices[0] != voice:
                voice = voices[0]
                _write_speaker(html.unescape(voice), writer)
            line = html.unescape(TAG.sub("", line))
            _write_line(line.strip(), writer)
            ended = bool(END.search(line.strip()))
        last = cue.end
    document = writer.close()
    return document._replace(notes=(*notes, *document.notes))


def _write_line(line: str, writer: Writer) -> None:
    """A line of a cue: what a caption describes is a direction, a dash or a name begins the speech of somebody else."""
    if DIRECTION.fullmatch(line):
        writer.begin("direction")
        writer.write(line)
        writer.end()
        return
    if dash := DASH.match(line):
        writer.end_block()
        line = line[dash.end() :]
    if speaker := SPEAKER.match(line):
        _write_speaker(speaker[0].strip(), writer)
        line = line[speaker.end() :]
    writer.write(line + " ")


def _write_speaker(name: str, writer: Writer) -> None:
    writer.begin("speaker")
    writer.write(name)
    writer.end()
