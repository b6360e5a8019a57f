"""Compare the committed notebooks and figures with the ones in the work tree, just made by `make report`.

CSV files, and all of a notebook but its pictures, must be equal; PNG pictures must have the same size and nearly the
same pixels, since fonts are not drawn alike on every machine; SVG pictures must be there. Every difference is named.
"""

from __future__ import annotations

import difflib
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("notebooks", "figures")
PIXELS = 2.0  # largest mean difference of two pictures, on a scale from 0 to 255


def git(*arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(ROOT), *arguments], check=True, capture_output=True).stdout


def list_files(*arguments: str) -> set[str]:
    return {name for name in git(*arguments).decode("utf-8").split("\0") if name}


def compare_text(old: str, new: str) -> str | None:
    if old == new:
        return None
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), "committed", "made", lineterm="", n=0)
    return "differs:\n    " + "\n    ".join(line[:200] for line in list(lines)[2:12])


def describe_notebook(content: bytes) -> str:
    """The notebook as text, without its pictures and the version of Python."""
    notebook = json.loads(content)
    notebook["metadata"].get("language_info", {}).pop("version", None)

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: "picture" if key.startswith("image/") else bare(item) for key, item in value.items()}
        if isinstance(value, list):
            # A text is stored line by line: joined first, so that a picture within it is found whole.
            is_text = value and all(isinstance(item, str) for item in value)
            return bare("".join(value)) if is_text else [bare(item) for item in value]
        if not isinstance(value, str):
            return value
        # The width of the picture goes with it: a cut to fit may differ by a pixel.
        value = re.sub(r'data:image/png;base64,[^"]*" width="\d+"', "picture", value)
        return re.sub(r"max-width:\d+px", "max-width", value)

    return json.dumps(bare(notebook), indent=1, ensure_ascii=False, sort_keys=True)


def compare_pictures(old: bytes, new: bytes) -> str | None:
    before, after = (np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=float) for data in (old, new))
    if before.shape != after.shape:
        return f"the picture measures {before.shape[:2]}, newly made {after.shape[:2]}"
    difference = float(np.abs(before - after).mean())
    return None if difference <= PIXELS else f"the pictures differ by {difference:.1f} of 255 on average"


def compare(name: str, old: bytes, new: bytes) -> str | None:
    match Path(name).suffix:
        case ".ipynb":
            return compare_text(describe_notebook(old), describe_notebook(new))
        case ".png":
            return compare_pictures(old, new)
        case ".svg":
            return None if new.strip() else "empty"
        case _:
            return compare_text(old.decode("utf-8"), new.decode("utf-8"))


def list_differences() -> Iterator[str]:
    committed = list_files("ls-tree", "-r", "-z", "--name-only", "HEAD", "--", *FOLDERS)
    if not any(name.endswith(".ipynb") for name in committed):
        yield "notebooks/: no notebook is committed"
    for name in sorted(list_files("ls-files", "-z", "--others", "--exclude-standard", "--", *FOLDERS)):
        yield f"{name}: made, but not committed"
    for name in sorted(committed):
        if not (ROOT / name).is_file():
            yield f"{name}: committed, but no notebook makes it any more"
        elif difference := compare(name, git("show", f"HEAD:{name}"), (ROOT / name).read_bytes()):
            yield f"{name}: {difference}"


if __name__ == "__main__":
    differences = list(list_differences())
    print("\n".join(differences) or "committed notebooks and figures are what the notebooks make")
    sys.exit(1 if differences else 0)
