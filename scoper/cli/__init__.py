"""The commands, one file each. Only this room prints; nothing heavy is imported before a command needs it."""

from __future__ import annotations
