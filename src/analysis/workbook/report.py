"""Executes the notebooks and binds them into one self-contained HTML page.

Everything that differs between runs or machines (times, ids, patch versions, the user's own Jupyter and matplotlib
settings) is left out, so that the same texts give the same bytes.
"""

from __future__ import annotations

import html
import importlib.util
import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.workbook import tabulate

__all__ = ["NotebookError", "bind_report", "execute_notebooks", "find_missing"]

GENERATOR = '<meta name="generator" content="analysis">'  # marks a page, and so a folder, as one of our reports

# What a page may hold. None of these properties can name an address.
ALLOWED_TAGS = set(
    "a abbr b blockquote br caption cite code dd details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img li"
    " mark ol p pre q s section small span strong sub summary sup table tbody td tfoot th thead tr u ul".split()
)
ALLOWED_ATTRIBUTES = set("alt class colspan dir height lang open rowspan scope start style title width".split())
ALLOWED_STYLES = set(
    "background-color border-bottom border-collapse border-left border-radius color display font-family font-size"
    " font-style font-weight height line-height margin margin-bottom margin-left margin-right margin-top max-width min-width"
    " padding padding-left padding-right text-align text-decoration vertical-align white-space width".split()
)

STYLE = """
body { font: 1.05rem/1.55 Georgia, "Times New Roman", serif; color: #1a1a1a; background: white;
       max-width: 46em; margin: 2em auto; padding: 0 1em; }
h1, h2, h3, h4, nav, table, figcaption, pre { font-family: system-ui, "Helvetica Neue", Arial, sans-serif; }
h1, h2, h3, h4 { line-height: 1.25; margin: 1.6em 0 0.5em; }
section { border-top: 1px solid #bbb; margin-top: 3em; }
nav { font-size: 0.9rem; }
nav ul { list-style: none; padding-left: 0; }
nav li.sub { padding-left: 1.5em; }
a { color: #005a8c; }
figure { margin: 1.5em 0 !important; max-width: 100% !important; }
figure img { display: block; width: 100%; height: auto; }
figcaption, caption { font-size: 0.85rem; color: #444; text-align: left; }
.output_html, .output_text { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.85rem; margin: 1em 0; }
th { border-bottom: 1px solid #666; }
th, td { padding: 0.25em 0.6em; vertical-align: top; overflow-wrap: break-word; }
td { border-bottom: 1px solid #e2e2e2; }
pre { font-size: 0.8rem; white-space: pre-wrap; overflow-wrap: anywhere; font-family: ui-monospace, monospace; }
blockquote { border-left: 3px solid #ccc; margin-left: 0; padding-left: 1em; }
@media print {
  body { max-width: none; margin: 0; font-size: 10.5pt; }
  a { color: inherit; text-decoration: none; }
  section { break-before: page; border: 0; margin: 0; }
  figure, blockquote, tr { break-inside: avoid; }
  figure img { width: auto; max-width: 100%; max-height: 21cm; }
  .output_html, .output_text { overflow: visible; }
  table { font-size: 7.5pt; width: 100%; }
  th, td { white-space: normal !important; min-width: 0 !important; padding: 0.15em 0.3em !important;
           overflow-wrap: break-word; }
  nav ul { columns: 2; }
  h1, h2, h3, h4 { break-after: avoid; }
}
"""


class NotebookError(RuntimeError):
    """A notebook could not be executed; the message names it, the cell and the exception."""


def find_missing() -> list[str]:
    """The names of the packages that executing notebooks needs and this Python lacks."""
    needed = ("bleach", "ipykernel", "nbclient", "nbconvert", "nbformat")
    return [name for name in needed if not importlib.util.find_spec(name)]


def execute_notebooks(paths: Sequence[Path], settings: Mapping[str, str], scratch: Path) -> list[Any]:
    """The executed notebooks, one per path and in that order, each run on a fresh kernel; the files are not touched.

    Parameters
    ----------
    paths : the notebooks.
    settings : environment variables for the kernels (STORY_A, STORY_B, LABEL_A, LABEL_B, STORIES, ENCODING, LANGUAGE,
        NAMES, OUTLINE, LEXICON, NAME, ANALYSIS_TO).
    scratch : an empty folder the kernels run in and keep their own files in; remove it afterwards.

    Raises
    ------
    NotebookError : a cell fails, or a notebook cannot be read or has no kernel.

    Progress goes to stderr, one line per notebook; on a terminal it counts the cells.
    """
    environment = {**os.environ, **_shield(scratch), **settings}
    executed = []
    for number, path in enumerate(paths, start=1):
        label = f"[{number}/{len(paths)}] {path.stem} ... "
        print(label, end="", file=sys.stderr, flush=True)
        begun = time.monotonic()
        try:
            executed.append(_execute(path, environment, scratch, label))
        except BaseException:
            print("failed", file=sys.stderr)
            raise
        print(f"{time.monotonic() - begun:.1f} s", file=sys.stderr, flush=True)
    return executed


def _shield(scratch: Path) -> dict[str, str]:
    """Settings that keep a user's own IPython start-up files and matplotlib style out of the results."""
    (scratch / "ipython").mkdir()
    (scratch / "matplotlibrc").touch()
    return {
        "IPYTHONDIR": str(scratch / "ipython"),
        "MATPLOTLIBRC": str(scratch / "matplotlibrc"),
        "SOURCE_DATE_EPOCH": "0",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else the debugger writes a warning into stderr
    }


def _execute(path: Path, environment: dict[str, str], scratch: Path, label: str) -> Any:
    """One executed notebook."""
    import nbformat
    from nbclient import NotebookClient

    current: dict[str, Any] = {}
    client: Any = None

    def note_cell(cell: Any, cell_index: int) -> None:
        current.update(number=cell_index + 1, source=cell.source.strip())
        if sys.stderr.isatty():
            print(f"\r{label}cell {cell_index + 1} of {len(notebook.cells)} ", end="", file=sys.stderr, flush=True)

    try:
        notebook = nbformat.read(path, as_version=4)
        _strip(notebook)
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=None,  # a novel may take its time
            iopub_timeout=60,
            record_timing=False,
            coalesce_streams=True,  # else one printed text may arrive in one piece or in two
            store_widget_state=False,
            on_cell_start=note_cell,
            extra_arguments=["--log-level=ERROR"],  # a warning of the kernel would break the progress line
        )
        kernel = client.create_kernel_manager()
        # In the scratch folder, not in the user's home, which may be read-only.
        kernel.connection_file = str(scratch / f"{path.stem}.json")
        client.execute(env=environment, cwd=str(scratch))
    except Exception as error:
        # On Ctrl-C nbclient stops the kernel, keeps this note of it, and then trips over the missing kernel.
        if client is not None and hasattr(client, "_async_cleanup_kernel_future"):
            raise KeyboardInterrupt from error
        raise NotebookError(_explain(path, current, error)) from error
    _strip(notebook)
    return notebook


def _strip(notebook: Any) -> None:
    """Remove metadata that differ between runs or between patch versions of Python."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata.setdefault("language_info", {}).pop("version", None)
    notebook.metadata["kernelspec"] = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    for cell in notebook.cells:
        for key in ("execution", "ExecuteTime", "trusted"):
            cell.metadata.pop(key, None)


def _explain(path: Path, cell: dict[str, Any], error: Exception) -> str:
    """The message of a failure: notebook, cell and exception."""
    name, value = getattr(error, "ename", type(error).__name__), str(getattr(error, "evalue", error)).strip()
    where = f", cell {cell['number']} ({cell['source'].splitlines()[0]})" if cell.get("source") else ""
    return f"{path.name}{where}: {name}: {value}"


def bind_report(notebooks: Sequence[Any], stories: pd.DataFrame, facts: pd.DataFrame) -> str:
    """One HTML page with the executed notebooks without their code, a table of contents and the provenance table.

    Parameters
    ----------
    notebooks : as `execute_notebooks` returns them.
    stories : the stories table they were executed on.
    facts : the facts that the numbers depend on, as `describe_provenance` returns them.

    The page contains its pictures, and neither scripts nor links to anything outside it.
    """
    title = " and ".join(str(name) for name in stories["title"].head(2)) + ": a contrast"
    sections = [_body(notebook) for notebook in notebooks]
    sections.append(f"<h1>Provenance</h1>\n{tabulate(facts, 'What the numbers depend on').html}")
    body, contents = _number_headings("\n".join(f"<section>\n{section}\n</section>" for section in sections))
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{GENERATOR}\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{html.escape(title)}</h1>\n{contents}\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _body(notebook: Any) -> str:
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="basic",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    page, _ = exporter.from_notebook_node(notebook)
    page = re.sub(r"<p><em>To read your own.*?</em></p>", "", page, flags=re.DOTALL)  # a page has no cells to run
    return re.sub(r"\n\s*\n+", "\n", _clean(page))


def _clean(page: str) -> str:
    """The page reduced to text, tables and embedded pictures, whatever a title or a story contains: no scripts, no
    event handlers, no links out of the page (their words stay), no ids (two notebooks may share one).

    >>> _clean('<p onclick="x()">A <a href="https://a.b">link</a><script>y()</script><img src="b.png" alt="b"></p>')
    '<p>A <a>link</a><img alt="b"></p>'
    """
    import bleach
    from bleach.css_sanitizer import CSSSanitizer

    page = re.sub(r"<(script|style)\b.*?</\1\s*>", "", page, flags=re.DOTALL | re.IGNORECASE)

    def allow(tag: str, name: str, value: str) -> bool:
        if name in ("href", "src"):
            return value.startswith("data:image/" if tag == "img" else "#")
        return name in ALLOWED_ATTRIBUTES

    return str(
        bleach.clean(
            page,
            tags=ALLOWED_TAGS,
            attributes=allow,
            protocols=["data"],
            css_sanitizer=CSSSanitizer(allowed_css_properties=ALLOWED_STYLES),
            strip=True,
        )
    )


def _number_headings(body: str) -> tuple[str, str]:
    """The body with its headings one level down and given unique ids, and the list of links to the first two levels.

    >>> body, contents = _number_headings("<h1>Reading</h1><h2>Is it <em>hard</em>?</h2><h2 id='x'>Reading</h2>")
    >>> body
    '<h2 id="reading">Reading</h2><h3 id="is-it-hard">Is it <em>hard</em>?</h3><h3 id="reading-2">Reading</h3>'
    >>> contents.count("<li")
    3
    """
    seen: dict[str, int] = {}
    links: list[str] = []

    def number(match: re.Match[str]) -> str:
        level, inner = int(match[1]), match[2]
        text = " ".join(re.sub(r"<[^>]*>", "", inner).split())
        stem = re.sub(r"[^\w]+", "-", html.unescape(text).casefold()).strip("-") or "section"
        seen[stem] = seen.get(stem, 0) + 1
        anchor = stem if seen[stem] == 1 else f"{stem}-{seen[stem]}"
        if level <= 2:
            links.append(f'<li{" class=sub" if level == 2 else ""}><a href="#{anchor}">{text}</a></li>')
        level = min(level + 1, 6)
        return f'<h{level} id="{anchor}">{inner}</h{level}>'

    body = re.sub(r"<h([1-6])\b[^>]*>(.*?)</h\1>", number, body, flags=re.DOTALL)
    return body, '<nav aria-label="Contents">\n<ul>\n' + "\n".join(links) + "\n</ul>\n</nav>"
