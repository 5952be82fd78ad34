"""What every door does before and after the gate: which sides and which task are meant, whose code may run, and what the policy
makes of a request that may mean several things."""

from __future__ import annotations
