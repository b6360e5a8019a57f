"""Public names that are loaded on first use, so that importing a package costs nothing until one of them is needed."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def attach(
    package: str, modules: Mapping[str, Sequence[str]], renamed: Mapping[str, str] | None = None
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The functions `__getattr__` and `__dir__` of a package (PEP 562).

    Parameters
    ----------
    package : the `__name__` of the package.
    modules : for each module of the package, the public names that it defines.
    renamed : for each former name that still works, the public name it stands for.

    >>> from analysis import plots
    >>> dir(plots) == sorted(plots.__all__)
    True
    >>> plots.plot_parts.__module__
    'analysis.plots.overlap'
    """
    places = {name: module for module, names in modules.items() for name in names}
    former = renamed or {}

    def load(name: str) -> Any:
        current = former.get(name, name)
        if current not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{places[current]}"), current)
        setattr(sys.modules[package], name, value)  # found at once the next time
        return value

    return load, lambda: sorted(places)
