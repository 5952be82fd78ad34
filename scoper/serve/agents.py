"""The MCP server: tools and resources over the standard streams, for the agents of one client.

What takes time runs in threads, a few at once; progress goes out at each step, and a call that the client cancels ends at its
next look at the repository. Standard output carries the protocol and nothing else.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import anyio
from anyio import from_thread, to_thread
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListRootsRequest,
    ListRootsResult,
    ListToolsResult,
    NotificationParams,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextContent,
    TextResourceContents,
)
from pydantic import ValidationError

from scoper import __version__
from scoper.doors.crash import write_log
from scoper.errors import UserError
from scoper.gate import STEPS, Heed
from scoper.git.repository import Repository
from scoper.report.json import clean_json
from scoper.report.terminal import clean
from scoper.serve import answers
from scoper.serve.arguments import Arguments, Why
from scoper.serve.bounds import LIMIT, Document, fit, fit_text
from scoper.serve.folders import Folders
from scoper.serve.streams import Input, heeding
from scoper.serve.tools import TOOLS, Tool, described

INSTRUCTIONS = """\
scoper says, without a model, which parts of a diff were asked for. Before an edit, resolve_scope says what a request means in
this repository and context_for what to read for it; who_uses before you change an interface. After an edit, check_diff judges
the work tree: take back what is outside of the scope, mend what is broken, and only then say that you are done."""

TASK, REPORT = "scoper://task", "scoper://report"

_AT_ONCE = 2  # calls that are worked on at the same time
_ROOTS_SECONDS = 2.0  # that a client has to name its folders: who offers them and does not answer delays the first call
_REPORTS = 8  # repositories whose last report is kept
_RESOURCE = 10  # times as much as an answer may a resource take, which is read on purpose

Context = ServerRequestContext[Any, Any]


class AgentServer:
    """One client's server. ``limit`` is in characters of an answer; ``read_only`` leaves out what changes anything."""

    def __init__(self, folders: Folders, *, limit: int = LIMIT, read_only: bool = False) -> None:
        self._folders = folders
        self._limit = limit
        self._tools = {name: tool for name, tool in TOOLS.items() if not (read_only and tool.changes)}
        self._reports: dict[str, Document] = {}  # by repository, the one judged last at the end
        self._at_once = anyio.CapacityLimiter(_AT_ONCE)
        self._asked_for_roots = False
        self._asking_for_roots = anyio.Lock()

    def run(self) -> None:
        """Serve until standard input ends. Raises :class:`KeyboardInterrupt` where a signal says so."""
        source = Input(sys.stdin.fileno())
        with heeding(source):
            anyio.run(self._serve, io.TextIOWrapper(io.BufferedReader(source), encoding="utf-8", errors="replace"))
        if source.is_ended:
            raise KeyboardInterrupt

    def server(self) -> Server[Any]:
        """The server itself, to be run over any streams."""
        server: Server[Any] = Server(
            "scoper",
            version=__version__,
            title="scoper",
            instructions=INSTRUCTIONS,
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
            on_list_resources=self._list_resources,
            on_list_resource_templates=self._list_templates,
            on_read_resource=self._read_resource,
        )
        server.add_notification_handler("notifications/roots/list_changed", NotificationParams, self._forget_roots)
        return server

    async def _serve(self, source: io.TextIOWrapper) -> None:
        server = self.server()
        async with stdio_server(anyio.wrap_file(source)) as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    async def _list_tools(self, _context: Context, _params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[described(name, tool) for name, tool in self._tools.items()])

    async def _call_tool(self, context: Context, params: CallToolRequestParams) -> CallToolResult:
        tool = self._tools.get(params.name)
        if tool is None:
            raise MCPError(INVALID_PARAMS, f"there is no tool {params.name!r}; there are {', '.join(self._tools)}")
        try:
            asked = tool.arguments.model_validate(params.arguments or {})
        except ValidationError as error:
            return _failed(*(_complaint(one["loc"], one["msg"]) for one in error.errors(include_url=False)))
        return await self._guarded(partial(self._answer, context, tool, asked), params.name)

    async def _guarded(self, answer: Callable[[], Any], name: str) -> CallToolResult:
        """The answer, or what went wrong in words: an agent can mend its call, and no traceback reaches it."""
        try:
            given = await answer()
        except UserError as error:
            return _failed(error.message, *(f"hint: {hint}" for hint in error.hints))
        except MCPError:
            raise
        except Exception as error:
            log = await to_thread.run_sync(write_log, error, ["mcp", name])
            return _failed(f"this is a bug in scoper: {type(error).__name__}: {error}", f"hint: {log}")
        assert isinstance(given, CallToolResult)
        return given

    async def _answer(self, context: Context, tool: Tool, asked: Arguments) -> CallToolResult:
        if isinstance(asked, Why) and asked.rule is not None:
            return self._result(answers.explain_rule(asked.rule))
        await self._learn_roots(context)
        answer, root = await self._off_loop(context, partial(self._work, tool, asked))
        more = ""
        if answer.report is not None:
            self._keep(root, answer)
            more = f"the resource {REPORT} has more"
        return self._result(answer, more)

    def _work(self, tool: Tool, asked: Arguments, heed: Heed) -> tuple[answers.Answer, str]:
        """In a thread of its own: the answer, and the repository that it is about."""
        with self._folders.open(asked.repository) as repository:
            root = _name(repository)
            return self._since_then(tool.answer(answers.Question(repository, heed), asked), root), root

    def _since_then(self, answer: answers.Answer, root: str) -> answers.Answer:
        """With a word on it where an explanation is not of the report that was given last."""
        last = self._reports.get(root)
        if answer.document["schema"] != answers.EXPLANATION or last is None or last["head"] == answer.document["head"]:
            return answer
        said = "what is judged changed since check_diff: ids of edits are those of now"
        return answer._replace(document={**answer.document, "notices": [said]}, text=f"note: {said}\n{answer.text}")

    async def _off_loop(self, context: Context, work: Callable[[Heed], tuple[answers.Answer, str]]) -> Any:
        """Work in a thread, which is waited for whatever happens: cancelled, it ends at its next look at the repository."""
        return await to_thread.run_sync(work, partial(_told, context, []), limiter=self._at_once)

    def _keep(self, root: str, answer: answers.Answer) -> None:
        if answer.document["schema"] == answers.EXPLANATION:
            return
        self._reports.pop(root, None)
        self._reports[root] = answer.document
        while len(self._reports) > _REPORTS:
            del self._reports[next(iter(self._reports))]

    def _result(self, answer: answers.Answer, more: str = "") -> CallToolResult:
        document = fit(json.loads(clean_json(json.dumps(answer.document, ensure_ascii=False))), self._limit, more)
        text = "\n".join(clean(line) for line in answer.text.split("\n"))
        content = [TextContent(text=fit_text(text, self._limit, more))]
        return CallToolResult(content=list(content), structured_content=document)

    async def _list_resources(self, _context: Context, _params: PaginatedRequestParams | None) -> ListResourcesResult:
        return ListResourcesResult(
            resources=[
                Resource(uri=uri, name=name, title=title, description=about, mime_type="application/json")
                for uri, name, title, about in _RESOURCES
            ]
        )

    async def _list_templates(self, _context: Context, _params: PaginatedRequestParams | None) -> ListResourceTemplatesResult:
        return ListResourceTemplatesResult(
            resource_templates=[
                ResourceTemplate(
                    uri_template=f"{uri}{{?repository}}",
                    name=f"{name}-of",
                    title=f"{title} of another repository",
                    description=about,
                    mime_type="application/json",
                )
                for uri, name, title, about in _RESOURCES
            ]
        )

    async def _read_resource(self, context: Context, params: ReadResourceRequestParams) -> ReadResourceResult:
        parts = urlsplit(str(params.uri))
        uri = f"{parts.scheme}://{unquote(parts.netloc)}{parts.path}"
        if uri not in (TASK, REPORT):
            raise MCPError(INVALID_PARAMS, f"there is no resource {params.uri}; there are {TASK} and {REPORT}")
        named = next(iter(parse_qs(parts.query).get("repository", ())), None)
        await self._learn_roots(context)
        try:
            document = await to_thread.run_sync(self._resource, uri, named, limiter=self._at_once)
        except UserError as error:
            raise MCPError(INVALID_PARAMS, "; ".join((error.message, *error.hints))) from None
        text = json.dumps(fit(document, self._limit * _RESOURCE), ensure_ascii=False)
        contents = TextResourceContents(uri=params.uri, mime_type="application/json", text=clean_json(text))
        return ReadResourceResult(contents=[contents])

    def _resource(self, uri: str, named: str | None) -> Document:
        with self._folders.open(named) as repository:
            if uri == TASK:
                return answers.current_task(repository).document
            last = self._reports.get(_name(repository))
        if last is None:
            raise UserError("there is no report yet", "call check_diff")
        return last

    async def _learn_roots(self, context: Context) -> None:
        """Ask the client once, where it can be asked, in which folders it works; without an answer it is none."""
        capabilities = context.session.client_capabilities
        if capabilities is None or capabilities.roots is None or not context.session.can_send_request:
            return
        async with self._asking_for_roots:  # whoever comes meanwhile waits for the same answer
            if self._asked_for_roots:
                return
            self._asked_for_roots = True
            try:
                found = await context.session.send_request(ListRootsRequest(), ListRootsResult, _ROOTS_SECONDS)
            except (MCPError, ValidationError):
                return
            self._folders.set_clients(_folders_of([str(root.uri) for root in found.roots]))

    async def _forget_roots(self, _context: Context, _params: NotificationParams | None) -> None:
        self._asked_for_roots = False


_RESOURCES: Sequence[tuple[str, str, str, str]] = (
    (TASK, "task", "The current task", "What the user asked for, as it was declared with start_task or `scoper task start`."),
    (REPORT, "report", "The last report", "What check_diff said last, in full."),
)


def _told(context: Context, done: list[str], step: str) -> None:
    """In a worker's thread, at each step: end where the client does not wait any more, else tell it how far it is."""
    from_thread.check_cancelled()
    if step in STEPS:
        done.append(step)
        from_thread.run(context.session.report_progress, float(len(done)), float(len(STEPS)), step)


def _folders_of(uris: Sequence[str]) -> list[str]:
    return [unquote(parts.path) for uri in uris if (parts := urlsplit(uri)).scheme == "file" and not parts.netloc]


def _name(repository: Repository) -> str:
    return repository.root or repository.git_dir


def _complaint(place: Sequence[int | str], message: str) -> str:
    where = ".".join(map(str, place))
    message = message.removeprefix("Value error, ")
    return f"{where}: {message}" if where else message


def _failed(*lines: str) -> CallToolResult:
    text = "\n".join(clean(part) for line in lines for part in line.split("\n"))
    return CallToolResult(content=[TextContent(text=f"error: {text}")], is_error=True)
