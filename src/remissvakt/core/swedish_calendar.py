"""The library's calendar of Sweden, without those of 250 other countries.

Whoever imports one of them has the package read them all: 250 modules and 8 MB in each process. So the file is read by
itself. It is the library's own, with what it says of Swedish law, and a release that arranges its files in another way
fails here, at the start.
"""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import holidays


def _sweden() -> Any:
    path = Path(holidays.__file__).parent / "countries" / "sweden.py"
    spec = spec_from_file_location("holidays.countries.sweden", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"the library has no calendar of Sweden in {path.name}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Sweden


Sweden = _sweden()
