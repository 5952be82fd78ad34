"""OpenCode.

Settings: a plugin, a JavaScript module in ``.opencode/plugins/`` or ``~/.config/opencode/plugins/``. ``tool.execute.before``
gets ``{tool, sessionID, callID}`` and ``{args}`` and denies by throwing; ``tool.execute.after`` may add to ``output.output``,
which the agent reads; ``chat.message`` brings the user's message; ``session.idle`` is the end of a turn, after which
``client.session.prompt`` sends the next message.

The plugin hands these on to ``scoper hook opencode`` as JSON: ``event, session, call, cwd, tool, args, prompt, looping``.
Answer: ``{"act": "deny" | "tell" | "block", "text": …}`` or ``{}``. A hook that fails, or takes too long, is passed over by
the plugin.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from scoper.agent.hosts.model import (
    Act,
    Answer,
    Event,
    Moment,
    Names,
    Output,
    Reader,
    Setting,
    SettingKind,
    file_edit,
    table_of,
    text_of,
)

_NAMES = Names(
    ("edit", "write", "multiedit", "patch", "apply_patch"),
    ("bash",),
    "before",
    "after",
    {"prompt": Moment.PROMPT, "stop": Moment.STOP, "end": Moment.END},
)
_PLUGIN = """\
// scoper-hook: written by `scoper install opencode`, removed by `scoper uninstall opencode`
import { spawn } from "node:child_process"

const COMMAND = %s
const TIMEOUT = 30_000
const TOOLS = new Set(%s)

// Whatever goes wrong here must not stop the agent: no answer means that there is nothing to say.
function ask(payload) {
  return new Promise((resolve) => {
    const child = spawn(COMMAND, { shell: true, stdio: ["pipe", "pipe", "ignore"], timeout: TIMEOUT })
    let text = ""
    child.stdout.on("data", (part) => (text += part))
    child.on("error", () => resolve({}))
    child.on("close", () => {
      try { resolve(JSON.parse(text) ?? {}) } catch { resolve({}) }
    })
    child.stdin.on("error", () => {})
    child.stdin.end(JSON.stringify(payload))
  })
}

export const Scoper = async ({ client, directory, worktree }) => {
  const cwd = worktree && worktree !== "/" ? worktree : directory
  const blocked = new Set()
  const given = new Map() // arguments of a call, for when it has ended
  return {
    "chat.message": async (input, output) => {
      const prompt = output.parts.filter((part) => part.type === "text" && !part.synthetic).map((part) => part.text).join("\\n")
      await ask({ event: "prompt", session: input.sessionID, cwd, prompt })
    },
    "tool.execute.before": async (input, output) => {
      if (!TOOLS.has(input.tool)) return
      const { sessionID: session, callID: call, tool } = input
      given.set(call, output.args)
      const said = await ask({ event: "before", session, call, cwd, tool, args: output.args })
      if (said.act === "deny") throw new Error(said.text)
    },
    "tool.execute.after": async (input, output) => {
      if (!TOOLS.has(input.tool)) return
      const { sessionID: session, callID: call, tool } = input
      const args = input.args ?? given.get(call) ?? {}
      given.delete(call)
      const said = await ask({ event: "after", session, call, cwd, tool, args })
      if (said.act === "tell") output.output = `${output.output}\\n\\n${said.text}`
    },
    event: async ({ event }) => {
      const session = event.properties?.sessionID ?? event.properties?.info?.id
      if (event.type === "session.deleted") await ask({ event: "end", session, cwd })
      if (event.type !== "session.idle") return
      const said = await ask({ event: "stop", session, cwd, looping: blocked.has(session) })
      if (said.act !== "block") return void blocked.delete(session)
      blocked.add(session)
      await client.session.prompt({ path: { id: session }, body: { parts: [{ type: "text", text: said.text }] } })
    },
  }
}
"""


def read(payload: Mapping[str, object]) -> Event | None:
    name, tool = text_of(payload, "event"), text_of(payload, "tool")
    moment = _NAMES.moment(name, tool)
    if moment is None:
        return None
    edit = file_edit(table_of(payload, "args")) if tool in _NAMES.editors else None
    return Event(
        name,
        moment,
        text_of(payload, "session"),
        text_of(payload, "cwd"),
        prompt=text_of(payload, "prompt"),
        edits=(edit,) if edit is not None else (),
        call=text_of(payload, "call"),
        looping=payload.get("looping") is True,
    )


def write(event: Event | None, answer: Answer) -> Output:
    if answer.act is Act.NOTHING:
        return Output("{}")
    return Output(json.dumps({"act": answer.act.name.lower(), "text": answer.text}))


def settings(command: str, *, user: bool, read: Reader) -> tuple[Setting, ...]:
    folder = ".config/opencode" if user else ".opencode"
    text = _PLUGIN % (json.dumps(command), json.dumps(_NAMES.tools))
    return (Setting(f"{folder}/plugins/scoper.js", SettingKind.OWN, text),)
