"""What did change: definitions of both sides aligned, and edits that cover every changed non-blank line exactly once."""

from __future__ import annotations
