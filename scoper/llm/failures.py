"""What the SDK raises → what to do about it: ask again, ask for less, or tell the user."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from scoper.llm.model import ContextTooLong, ModelError
from scoper.llm.retry import RETRIED, Trouble

_TOO_LONG = re.compile(
    r"context[ _](?:length|window)|maximum context|prompt is too long|too many (?:input )?tokens|input tokens exceed"
    r"|request too large|reduce the length",
    re.IGNORECASE,
)
_NO_MONEY = re.compile(r"insufficient_quota|billing|credit balance", re.IGNORECASE)


def explain(error: Exception, endpoint: str) -> Exception:
    """The exception to raise instead of one that the SDK, or what carries it, raised: a :class:`Trouble`,
    :class:`ContextTooLong` or :class:`ModelError`."""
    import openai  # loaded already, as it raised the error

    if isinstance(error, openai.APIStatusError):
        return _of_status(error.status_code, _message(error), error.response.headers, endpoint)
    if isinstance(error, openai.APITimeoutError):
        return Trouble("no answer in time")
    if isinstance(error, openai.APIConnectionError):
        return Trouble(f"no connection to {endpoint}: {_innermost(error)}")
    if isinstance(error, openai.APIError):  # an error that was told inside of a stream
        return of_event(str(error.code or ""), _message(error))
    if isinstance(error, openai.OpenAIError):
        return ModelError(_line(error))
    # Not in every version of the SDK is a stream that is cut in the middle an error of its own, or an answer that is no JSON.
    return Trouble(f"the answer broke off: {type(error).__name__}: {_line(error)}")


def asked_to_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that ``retry-after-ms`` or ``retry-after`` (seconds, or a date of HTTP) ask for."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name)
        if value is None:
            continue
        try:
            seconds = float(value) * unit
        except ValueError:
            try:
                seconds = parsedate_to_datetime(value).timestamp() - time.time()
            except (ValueError, TypeError, OverflowError):
                continue
        if 0 <= seconds < float("inf"):
            return seconds
    return None


def _of_status(status: int, message: str, headers: Mapping[str, str], endpoint: str) -> Exception:
    if status in (400, 413) and _TOO_LONG.search(message):
        return ContextTooLong(message)
    if status in RETRIED or status >= 500:
        if _NO_MONEY.search(message):
            return ModelError(f"the account has no quota left: {message}")
        if headers.get("x-should-retry") != "false":
            return Trouble(f"HTTP {status}: {message}", asked_to_wait(headers))
    hints = {
        401: "set OPENAI_API_KEY, or `key-env` in the file of models",
        403: "the key may not use this model",
        404: f"no such model or address: {endpoint}; OPENAI_BASE_URL and `api` of the profile say what is asked",
    }
    return ModelError(f"the model was not asked: HTTP {status}: {message}", *([hints[status]] if status in hints else []))


def of_event(code: str, message: str) -> Exception:
    """The same for a failure that the server told in its answer."""
    if _TOO_LONG.search(f"{code} {message}"):
        return ContextTooLong(message)
    if _NO_MONEY.search(f"{code} {message}"):
        return ModelError(f"the account has no quota left: {message}")
    if code in ("invalid_prompt", "invalid_request_error", "model_not_found"):
        return ModelError(f"the model was not asked: {message}")
    return Trouble(f"the server failed: {message or code or 'it does not say why'}")


def _message(error: Exception) -> str:
    body = getattr(error, "body", None)
    text = body.get("message") if isinstance(body, dict) else None
    code = body.get("code") if isinstance(body, dict) else None
    return " ".join(str(part) for part in (text or _line(error), f"({code})" if code else "") if part)


def _innermost(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return _line(error) or type(error).__name__


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
