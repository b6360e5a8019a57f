"""Public names that are loaded on first use, so that importing a package costs nothing until one of them is needed."""

import ast
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any


def attach(package: str, file: str, *, formulas: str = "") -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The functions `__getattr__` and `__dir__` of a package (PEP 562), which then has `__all__` as well.

    The public names are those that the package's `__init__.py` imports under `if TYPE_CHECKING:`, so that they stand there
    once, for type checkers and for us. `import new as old` there makes a former name that still works and is not listed.

    Parameters
    ----------
    package, file : the `__name__` and `__file__` of the package.
    formulas : a module whose table `MEASURES` has formulas; these are public too, by their own names.

    >>> from analysis import plots
    >>> plots.plot_parts.__module__, "plot_parts" in dir(plots)
    ('analysis.plots.overlap', True)
    """
    places = {public: (module, name) for public, module, name in _read_imports(file)}

    def list_names() -> list[str]:
        if formulas:
            places.update({name: (formulas, name) for name in import_module(formulas).MEASURES})
        return sorted(public for public, (module, name) in places.items() if public == name and module != package)

    def load(public: str) -> Any:
        if public == "__all__":
            return list_names()
        if public not in places and (public.startswith("_") or public not in list_names()):
            raise AttributeError(f"module {package!r} has no attribute {public!r}")
        module, name = places[public]
        value = import_module(f"{package}.{name}") if module == package else getattr(import_module(module), name)
        setattr(sys.modules[package], public, value)  # found at once the next time
        return value

    return load, list_names


def _read_imports(file: str) -> Iterator[tuple[str, str, str]]:
    """Each name imported under `if TYPE_CHECKING:`: as what, from which module, and its own name there."""
    for block in ast.parse(Path(file).read_text("utf-8")).body:
        if isinstance(block, ast.If):
            for node in block.body:
                if isinstance(node, ast.ImportFrom) and node.module:
                    yield from (
                        (alias.asname or alias.name, node.module, alias.name) for alias in node.names if alias.name != "*"
                    )
