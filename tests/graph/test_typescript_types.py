"""What expressions of JavaScript and TypeScript give, and what their types say of it."""

from __future__ import annotations

from tests.graph.trees import meanings, tree_graph

ROOM = {
    "room.ts": (
        "export class Door { open(): Lock { return new Lock() } }\n"
        "export class Lock { turn() {} }\n"
        "export function build(wide: boolean) {\n"
        "  const door = new Door()\n"
        "  return { door, lock: door.open(), close() { door.open() } }\n"
        "}\n"
        "export const either = (wide: boolean) => wide ? new Door() : undefined\n"
        "export const doors = new Map<string, Door>()\n"
        "export type Visit = (name: string, door: Door) => void\n"
        "export function each(visit: Visit): Door[] { return [] }\n"
        "export function pair(): { left: Door; right: Lock } | undefined { return undefined }\n"
    )
}


def test_what_functions_give_back() -> None:
    files = ROOM | {
        "main.ts": (
            "import { build, either, pair } from './room'\n"
            "async function main() {\n"
            "  const { door, lock: bolt } = await build(true)\n"
            "  door.open().turn()\n"
            "  bolt.turn()\n"
            "  build(false).close()\n"
            "  const maybe = either(true)\n"
            "  maybe?.open()\n"
            "  pair()!.right.turn()\n"
            "}\n"
        )
    }
    graph = tree_graph(files)
    assert meanings(graph, "main.ts", "door.open") == ["room.ts::Door.open exact type"]
    assert meanings(graph, "main.ts", "?.turn") == ["room.ts::Lock.turn exact type"]
    assert meanings(graph, "main.ts", "bolt.turn") == ["room.ts::Lock.turn exact type"]
    assert meanings(graph, "main.ts", "?.close") == ["room.ts::build.close exact local"]
    assert meanings(graph, "main.ts", "maybe.open") == ["room.ts::Door.open exact type"]
    assert meanings(graph, "main.ts", "?.right.turn") == ["room.ts::Lock.turn exact type"]


def test_elements_of_containers_and_parameters_of_what_is_handed_on() -> None:
    files = ROOM | {
        "main.ts": (
            "import { doors, each, type Visit } from './room'\n"
            "for (const first of doors.values()) first.open()\n"
            "doors.get('x')!.open()\n"
            "each((name, second) => { second.open(); name.open() }).map(third => third.open())\n"
            "const visit: Visit = (name, fourth) => fourth.open()\n"
            "const many: Record<string, Set<unknown>> = {}\n"
            "many.x.open()\n"
        )
    }
    graph = tree_graph(files)
    for name in ("first.open", "?.open", "second.open", "third.open", "fourth.open"):
        assert meanings(graph, "main.ts", name) == ["room.ts::Door.open exact type"], name
    assert meanings(graph, "main.ts", "name.open") == []
    assert meanings(graph, "main.ts", "many.x.open") == []


def test_types_that_are_written_out_casts_and_what_is_taken_from_a_value() -> None:
    files = ROOM | {
        "main.ts": (
            "import { Door, build, type Visit } from './room'\n"
            "interface Maker { (name: string): Door }\n"
            "type Both = Partial<{ left: Door }> & Maker\n"
            "function main(make: Maker, both: Both, built: Awaited<ReturnType<typeof build>>, { inner }: { inner: Door }) {\n"
            "  make('x').open()\n"
            "  both.left.open()\n"
            "  built.door.open()\n"
            "  inner.open();\n"
            "  (make as unknown as Door).open()\n"
            "}\n"
            "function narrow(what: unknown) {\n"
            "  if (what instanceof Door && what) {\n"
            "    what.open()\n"
            "  }\n"
            "  what.open()\n"
            "}\n"
        )
    }
    graph = tree_graph(files)
    for name in ("built.door.open", "inner.open"):
        assert meanings(graph, "main.ts", name) == ["room.ts::Door.open exact type"], name
    assert meanings(graph, "main.ts", "both.left.open") == ["room.ts::Door.open likely type"]
    assert meanings(graph, "main.ts", "?.open") == ["room.ts::Door.open exact type"] * 2
    assert meanings(graph, "main.ts", "what.open", 13) == ["room.ts::Door.open exact type"]
    assert meanings(graph, "main.ts", "what.open", 15) == []


def test_what_an_object_implements_is_meant_with_what_it_declares() -> None:
    files = {
        "a.ts": (
            "export interface Plan { apply(): void }\n"
            "export const plan: Plan = { apply() {} }\n"
            "export const tools: { insert: typeof insert; drop(): void } = { insert, drop() {} }\n"
            "function insert() {}\n"
        ),
        "b.ts": "import { plan, tools } from './a'\nplan.apply()\ntools.insert()\ninsert()\n",
    }
    graph = tree_graph(files)
    assert meanings(graph, "b.ts", "plan.apply") == ["a.ts::plan.apply exact import", "a.ts::Plan.apply exact type"]
    assert meanings(graph, "b.ts", "tools.insert") == ["a.ts::tools.insert exact import", "a.ts::insert exact local"]
    assert meanings(graph, "b.ts", "insert") == []


def test_an_arrow_function_in_an_object_has_the_object_of_the_code_around() -> None:
    files = {
        "a.ts": (
            "class Client {\n"
            "  open() {}\n"
            "  start() {\n"
            "    return { open: () => this.open(), close() { this.open() } }\n"
            "  }\n"
            "}\n"
        )
    }
    found = meanings(tree_graph(files), "a.ts", "this.open")
    assert found == ["a.ts::Client.open exact self", "a.ts::Client.start.open exact self"]


def test_a_method_of_an_object_is_no_name_of_the_function_around() -> None:
    files = {
        "a.ts": "export const render = () => 1\n",
        "b.ts": "import { render } from './a'\nfunction test() { mount({ render() {} }); render() }\n",
    }
    assert meanings(tree_graph(files), "b.ts", "render") == ["a.ts::render exact import"]


def test_bases_behind_types_that_change_nothing_of_their_members() -> None:
    files = {
        "a.ts": (
            "export interface Options { onError(): void }\n"
            "export interface Context extends Required<Omit<Options, 'x'>> { helper(): void }\n"
            "type Alias = Context\n"
            "function run(context: Alias) { context.onError(); context.helper() }\n"
        )
    }
    graph = tree_graph(files)
    assert meanings(graph, "a.ts", "context.onError") == ["a.ts::Options.onError exact inherited"]
    assert meanings(graph, "a.ts", "context.helper") == ["a.ts::Context.helper exact type"]


def test_objects_and_calls_in_a_circle_end() -> None:
    files = {
        "a.ts": (
            "function one() { return two() }\nfunction two() { return one() }\n"
            "const self = { self: self.self, other: one() }\n"
            "type Loop = Loop[]\ndeclare const loop: Loop\n"
            "one().go()\nself.self.go()\nloop[0][0].go()\n"
        )
    }
    graph = tree_graph(files)
    assert meanings(graph, "a.ts", "?.go") == []
    assert meanings(graph, "a.ts", "self.self.go") == []
