"""What a C# file sees: namespaces, which files declare themselves."""

from __future__ import annotations

from scoper.lang.namespaces import Namespaces as Modules

__all__ = ["Modules"]
