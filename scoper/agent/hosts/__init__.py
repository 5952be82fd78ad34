"""Agent hosts: what their hooks say, what scoper answers, and where they are told to call it. One small file for each host,
with its contract written above it; everything else is the same for all."""

from __future__ import annotations
