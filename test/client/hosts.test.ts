import { expect, test, vi } from "vitest";
import { HostsProvider, type Row } from "../../client/hosts.ts";
import type { HostsView, TreeNode } from "../../server/protocol.ts";

vi.mock("vscode", () => ({
  EventEmitter: class {
    readonly listeners: ((event: unknown) => void)[] = [];
    readonly event = (listener: (event: unknown) => void) => this.listeners.push(listener);
    readonly fire = (event: unknown) => {
      for (const listener of this.listeners) listener(event);
    };
  },
  ThemeIcon: class {},
  ThemeColor: class {},
}));

const node = (id: string, more: Partial<TreeNode> = {}): TreeNode => ({
  id,
  kind: "leaf",
  label: id,
  description: undefined,
  tooltip: undefined,
  marks: [],
  location: undefined,
  children: [],
  ...more,
});
const at = (line: number) => {
  const position = { line, character: 0 };
  return { uri: "file:///a.nix", range: { start: position, end: position } };
};
const viewOf = (...hosts: TreeNode[]): HostsView => ({
  state: "ready",
  roots: [{ uri: "file:///flake.nix", name: "flake", problem: undefined, hosts }],
});

function shown(first: HostsView) {
  const provider = new HostsProvider(() => undefined as never);
  const fired: unknown[] = [];
  provider.set(first);
  provider.onDidChangeTreeData((rows) => fired.push(rows?.map(({ id }: Row) => id)));
  return { provider, fired };
}

const leaves = (line: number, ...labels: string[]) =>
  node("host", {
    kind: "host",
    children: labels.map((label, index) =>
      node(`leaf ${index}`, { label, location: at(line), tooltip: `line ${line}` }),
    ),
  });

test("only the rows that differ are drawn anew, and a row stays the same while its id does", () => {
  const { provider, fired } = shown(viewOf(leaves(1, "a", "b"), node("other")));
  const before = provider.row("leaf 0");
  provider.set(viewOf(leaves(2, "a", "b"), node("other")));
  expect(fired).toEqual([]);
  expect(provider.row("leaf 0")).toBe(before);
  provider.set(viewOf(leaves(2, "a", "c"), node("other")));
  expect(fired).toEqual([["leaf 1"]]);
  provider.set(viewOf(leaves(2, "a", "c", "d"), node("other")));
  expect(fired.at(-1)).toEqual(["host"]);
  provider.set(viewOf(leaves(2, "a", "c", "d")));
  expect(fired.at(-1)).toBeUndefined();
});
