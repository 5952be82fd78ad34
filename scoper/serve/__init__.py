"""scoper as a server for others' programs: MCP for agents, LSP for editors. Nothing here decides what the gate does not."""

from __future__ import annotations
