"""What the tools take: checked here, and described to clients as JSON schemas. A request is always the text itself: no file of
the server's machine is read for it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

_TEXT = 200_000  # characters
_PATCH = 20_000_000

Request = Annotated[str, Field(max_length=_TEXT)]
Spec = Annotated[str, Field(max_length=4_000)]
Ambiguity = Literal["ask", "assume", "refuse"]
Question = Literal["callers", "callees", "references", "overrides", "importers", "tests", "neighbours", "bases", "subclasses"]

_SCOPE = (
    "What may change: a path, a folder/, a glob, path::Symbol.name, ::Symbol.name (anywhere) or path:10-40; with a leading ! "
    "what must not."
)
_AMBIGUITY = "When the request resolves to nothing or to rivals: assume the likeliest and say so, or refuse (as ask does here)."


class Arguments(BaseModel):
    """What every tool takes."""

    model_config = ConfigDict(extra="forbid")

    repository: str | None = Field(
        None, max_length=4_000, description="The folder of the repository. Without it, the one that the server was started for."
    )


class Asked(Arguments):
    """What was asked for."""

    request: Request | None = Field(None, description="What the user asked for, in the user's own words.")
    scope: list[Spec] = Field([], max_length=500, description=_SCOPE)
    ambiguity: Ambiguity | None = Field(None, description=_AMBIGUITY)

    @property
    def words(self) -> tuple[str, ...]:
        """The request, where there is one."""
        return (text,) if (text := (self.request or "").strip()) else ()


class Named(Asked):
    """A request, specs, or both."""

    @model_validator(mode="after")
    def _is_something(self) -> Named:
        if not self.words and not self.scope:
            raise ValueError("give a request, a scope, or both")
        return self


class Pack(Named):
    """A request and how much of the code may be shown for it."""

    budget: int = Field(4096, ge=200, le=12_000, description="Tokens, a hard limit.")
    format: Literal["xml", "markdown"] = "xml"


class Diff(Asked):
    """A diff and what was asked for; without any of the latter, the current task or the commit's message decides."""

    range: Annotated[str, Field(max_length=500)] | None = Field(
        None, description="BASE..HEAD, BASE...HEAD or a COMMIT. Without it, the work tree against HEAD."
    )
    staged: bool = Field(False, description="What is staged, against HEAD.")
    patch: Annotated[str, Field(max_length=_PATCH)] | None = Field(None, description="The text of a unified diff.")
    base: Annotated[str, Field(max_length=500)] | None = Field(
        None, description="What the patch is laid over; HEAD without it."
    )

    @model_validator(mode="after")
    def _is_one(self) -> Diff:
        if sum(map(bool, (self.range, self.staged, self.patch is not None))) > 1:
            raise ValueError("range, staged and patch exclude each other: each says what to judge")
        if self.base and self.patch is None:
            raise ValueError("base goes with patch; for two commits give BASE..HEAD as range")
        return self


class Why(Diff):
    """One edit of a diff, or a rule."""

    edit: Annotated[str, Field(max_length=40)] | None = Field(None, description="The id of an edit, as check_diff gave it: e3.")
    rule: Annotated[str, Field(max_length=100)] | None = Field(None, description="The code or name of a rule: SC101.")

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Why:
        if (self.edit is None) == (self.rule is None):
            raise ValueError("give an edit or a rule")
        return self


class Symbol(Arguments):
    """A symbol, and what to tell of it."""

    symbol: Spec = Field(description="path::Symbol.name, ::Symbol.name (anywhere) or the path of a file.")
    show: list[Question] = Field([], description="What to tell; without it callers, references, overrides, subclasses, tests.")
    distance: int = Field(2, ge=1, le=20, description="Reach of tests and neighbours.")


class Path(Arguments):
    """A file or folder."""

    path: Spec = Field("", description="A file or folder, relative to the repository's root; all of it where it is empty.")
