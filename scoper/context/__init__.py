"""What a model should read to make an edit right: rank what is around the targets, pack it into a budget, render it."""

from __future__ import annotations
