"""``scoper lsp``: the server for editors that speak the Language Server Protocol."""

from __future__ import annotations

import sys

import click

from scoper.errors import UserError


@click.command(name="lsp", short_help="Serve editors over the Language Server Protocol.")
@click.option("--stdio", is_flag=True, help="Standard input and output, which it is anyway: many editors say so.")
def command(stdio: bool) -> int:
    """Serve editors over the Language Server Protocol, on standard input and output: diagnostics of the work tree against HEAD
    and the current task, quick fixes, and proofs on hover."""
    if sys.stdin.isatty():
        click.echo("scoper: waiting for an editor on standard input; docs/editors.md says how to set one up", err=True)
    try:
        from pygls.lsp.server import LanguageServer  # noqa: F401  # what the versions before do not have
    except ImportError:
        raise UserError("the language server needs the package pygls, version 2", "pip install 'scoper[lsp]'") from None
    from scoper.serve.editors import EditorServer

    EditorServer().run()
    return 0
