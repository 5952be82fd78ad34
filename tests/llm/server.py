"""A server of the OpenAI HTTP API on loopback that says what a script tells it to, with every fault that networks and servers
have.

It speaks Responses and Chat Completions, streaming and not, from the same script. Each request takes the next step of it;
behind the last one every request is refused. What was asked is kept in ``requests``.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Step(NamedTuple):
    """What to answer: a text, operations of the built-in patch tool (type, path, diff) or texts for a freeform tool; or a
    fault.

    ``fault`` is ``status`` (with ``status`` and ``headers``), ``drop`` (before any byte), ``cut`` (inside of the body),
    ``drip`` (a byte at a time, for ever), ``garbage`` (no JSON), ``empty`` (nothing said), ``incomplete`` (the output limit),
    ``failed`` (told inside of the answer) or ``unknown-tool``."""

    text: str = ""
    operations: tuple[tuple[str, str, str], ...] = ()
    inputs: tuple[str, ...] = ()
    fault: str = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    message: str = "the script says so"
    code: str | None = None
    cached: int = 0
    counts: bool = True  # whether usage is told


Json = dict[str, Any]


class Server(ThreadingHTTPServer):
    """Answers by a script, on a port of its own."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, script: Sequence[Step]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = list(script)
        self.requests: list[Json] = []
        self.headers: list[Mapping[str, str]] = []
        self.over = threading.Event()
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def next(self, request: Json, headers: Mapping[str, str]) -> Step:
        with self._lock:
            self.requests.append(request)
            self.headers.append(headers)
            if len(self.requests) > len(self.script):
                return Step(fault="status", status=400, message="the script ends here")
            return self.script[len(self.requests) - 1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what the scripts are about."""


@contextmanager
def serving(script: Sequence[Step]) -> Iterator[Server]:
    server = Server(script)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        step = self.server.next(request, dict(self.headers))
        is_chat = self.path.endswith("/chat/completions")
        number = len(self.server.requests)
        if step.fault == "drop":
            self._reset()
        elif step.fault == "status":
            self._send(step.status, json.dumps({"error": {"message": step.message, "code": step.code}}).encode(), step.headers)
        elif step.fault == "garbage":
            self._send(200, b"{this is no JSON", ())
        elif request.get("stream"):
            events = _chat_events(step, number) if is_chat else _response_events(step, number)
            self._stream(step, events, ends_with_done=is_chat)
        else:
            body = json.dumps(_chat(step, number) if is_chat else _response(step, number)).encode()
            self._body(step, body)

    def _reset(self) -> None:
        """End the connection as a crash does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def _send(self, status: int, body: bytes, headers: Sequence[tuple[str, str]]) -> None:
        self.send_response(status)
        for name, value in (("content-type", "application/json"), ("content-length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _body(self, step: Step, body: bytes) -> None:
        if step.fault not in ("cut", "drip"):
            self._send(200, body, ())
            return
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self._partly(step, [body])

    def _stream(self, step: Step, events: Sequence[Json], *, ends_with_done: bool) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        parts = [
            f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" if "type" in one else f"data: {json.dumps(one)}\n\n"
            for one in events
        ]
        parts += ["data: [DONE]\n\n"] * ends_with_done
        chunks = [f"{len(part.encode()):x}\r\n".encode() + part.encode() + b"\r\n" for part in parts]
        if step.fault in ("cut", "drip"):
            self._partly(step, chunks)
            return
        for chunk in [*chunks, b"0\r\n\r\n"]:
            self.wfile.write(chunk)
            self.wfile.flush()

    def _partly(self, step: Step, parts: Sequence[bytes]) -> None:
        data = b"".join(parts)
        half = data[: max(len(data) // 2, 1)]
        if step.fault == "cut":
            self.wfile.write(half)
            self.wfile.flush()
            self._reset()
            return
        for byte in half:
            if self.server.over.is_set():
                break
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.05)
        self._reset()


def _usage(step: Step) -> Json:
    return {
        "input_tokens": 1000,
        "input_tokens_details": {"cached_tokens": step.cached},
        "output_tokens": 100,
        "output_tokens_details": {"reasoning_tokens": 10},
        "total_tokens": 1100,
    }


def _items(step: Step, number: int) -> list[Json]:
    if step.fault == "empty":
        return []
    items: list[Json] = []
    for place, (kind, path, diff) in enumerate(step.operations):
        operation = {"type": kind, "path": path} | ({} if kind == "delete_file" else {"diff": diff})
        name = f"call_{number}_{place}"
        items.append(
            {"type": "apply_patch_call", "id": f"ap_{name}", "call_id": name, "status": "completed", "operation": operation}
        )
    for place, text in enumerate(step.inputs):
        name = f"call_{number}_{place}"
        items.append({"type": "custom_tool_call", "id": f"ct_{name}", "call_id": name, "name": "apply_patch", "input": text})
    if step.fault == "unknown-tool":
        call = {
            "id": "fc_1",
            "call_id": f"call_{number}",
            "name": "shell",
            "arguments": '{"command": "ls"}',
            "status": "completed",
        }
        items.append({"type": "function_call", **call})
    if step.text:
        content = [{"type": "output_text", "text": step.text, "annotations": []}]
        items.append({"type": "message", "id": f"msg_{number}", "role": "assistant", "status": "completed", "content": content})
    return items


def _response(step: Step, number: int, *, is_done: bool = True) -> Json:
    status = {"incomplete": "incomplete", "failed": "failed"}.get(step.fault, "completed") if is_done else "in_progress"
    return {
        "id": f"resp_{number}",
        "object": "response",
        "created_at": 1,
        "model": "scripted-1",
        "status": status,
        "output": _items(step, number) if is_done else [],
        "parallel_tool_calls": False,
        "tool_choice": "auto",
        "tools": [],
        "error": {"code": step.code or "server_error", "message": step.message} if status == "failed" else None,
        "incomplete_details": {"reason": "max_output_tokens"} if status == "incomplete" else None,
        **({"usage": _usage(step)} if step.counts and is_done else {}),
    }


def _response_events(step: Step, number: int) -> list[Json]:
    events: list[Json] = [{"type": "response.created", "response": _response(step, number, is_done=False)}]
    for place, item in enumerate(_items(step, number)):
        events.append({"type": "response.output_item.added", "output_index": place, "item": item})
        for at in range(0, len(step.text), 16):
            delta = {"item_id": item["id"], "output_index": place, "content_index": 0, "delta": step.text[at : at + 16]}
            events.append({"type": "response.output_text.delta", "logprobs": [], **delta})
        events.append({"type": "response.output_item.done", "output_index": place, "item": item})
    end = {"incomplete": "response.incomplete", "failed": "response.failed"}.get(step.fault, "response.completed")
    events.append({"type": end, "response": _response(step, number)})
    return [{**event, "sequence_number": place} for place, event in enumerate(events)]


def _message(step: Step, number: int) -> Json:
    if step.fault == "empty":
        return {"role": "assistant", "content": None}
    texts = [*step.inputs, *(_patch(one) for one in step.operations)]
    calls = [
        {
            "id": f"call_{number}_{place}",
            "type": "function",
            "function": {"name": "apply_patch", "arguments": json.dumps({"patch": text})},
        }
        for place, text in enumerate(texts)
    ]
    if step.fault == "unknown-tool":
        calls.append(
            {"id": f"call_{number}", "type": "function", "function": {"name": "shell", "arguments": '{"command": "ls"}'}}
        )
    return {"role": "assistant", "content": step.text or None, **({"tool_calls": calls} if calls else {})}


def _patch(operation: tuple[str, str, str]) -> str:
    kind, path, diff = operation
    name = {"create_file": "Add", "update_file": "Update", "delete_file": "Delete"}[kind]
    return f"*** Begin Patch\n*** {name} File: {path}\n{diff}*** End Patch\n"


def _finish(step: Step, message: Json) -> str:
    return "length" if step.fault == "incomplete" else "tool_calls" if "tool_calls" in message else "stop"


def _chat_usage(step: Step) -> Json:
    details = {"cached_tokens": step.cached}
    return {"prompt_tokens": 1000, "prompt_tokens_details": details, "completion_tokens": 100, "total_tokens": 1100}


def _chat(step: Step, number: int) -> Json:
    if step.fault == "failed":
        return {"error": {"message": step.message, "code": step.code or "server_error"}}
    message = _message(step, number)
    choice = {"index": 0, "message": message, "finish_reason": _finish(step, message)}
    head = {"id": f"chat_{number}", "object": "chat.completion", "created": 1, "model": "scripted-1", "choices": [choice]}
    return head | ({"usage": _chat_usage(step)} if step.counts else {})


def _chat_events(step: Step, number: int) -> list[Json]:
    head = {"id": f"chat_{number}", "object": "chat.completion.chunk", "created": 1, "model": "scripted-1"}
    if step.fault == "failed":
        return [{"error": {"message": step.message, "code": step.code or "server_error"}}]
    message = _message(step, number)
    deltas: list[Json] = [{"role": "assistant", "content": ""}]
    text = message["content"] or ""
    deltas += [{"content": text[at : at + 16]} for at in range(0, len(text), 16)]
    for place, call in enumerate(message.get("tool_calls", [])):
        arguments = call["function"]["arguments"]
        first = {
            "index": place,
            "id": call["id"],
            "type": "function",
            "function": {"name": call["function"]["name"], "arguments": ""},
        }
        deltas.append({"tool_calls": [first]})
        for at in range(0, len(arguments), 16):
            deltas.append({"tool_calls": [{"index": place, "function": {"arguments": arguments[at : at + 16]}}]})
    events = [{**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    events.append({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": _finish(step, message)}]})
    if step.counts:
        events.append({**head, "choices": [], "usage": _chat_usage(step)})
    return events
