"""What a PHP file sees: namespaces, which files declare themselves."""

from __future__ import annotations

from scoper.lang.namespaces import Namespaces
from scoper.lang.spec import Located


class Modules(Namespaces):
    """The empty stem is the namespace of files that declare none; imports spell it as the sign alone."""

    def locate(self, importer: str, module: str) -> tuple[Located, ...]:
        return (Located(module.strip("\\."), True),)
