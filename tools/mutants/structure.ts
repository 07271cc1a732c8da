// Mistakes in what is there: declarations, selections, files and paths that are gone, things said twice.
import { basename, dirname, join } from "node:path";
import { isWhollyKnown } from "../../server/graph/certainty.ts";
import { enclosing } from "../../server/syntax/enclosing.ts";
import type { AttributeName } from "../../server/syntax/syntax-tree.ts";
import type { Span } from "../../server/text.ts";
import type { Mutant, Source } from "./source.ts";
import { bindingOf, emptied, isJudged, misspelt, replaced, shownOption } from "./source.ts";

/**
 * An option of the flake's own level is declared no more, while it is defined or read somewhere. Those of systems might be declared by
 * modules from outside, as most of them are.
 */
export function removedDeclaration(source: Source): Mutant[] {
  return source.uses.flatMap(({ file, occurrence, options }) => {
    const [option] = options;
    if (occurrence.use !== "declare" || options.length !== 1 || option?.declarations.length !== 1) return [];
    if (option.class !== undefined) return [];
    if (option.path.length !== occurrence.path.length || option.path[0] === "flake" || !isJudged(source.graph, option))
      return [];
    const bind = bindingOf(source, file, occurrence.range);
    const users = source.uses.filter(
      ({ occurrence: one, options: meant }) => one.use !== "declare" && !one.guarded && meant.includes(option),
    );
    if (!bind || users.length === 0) return [];
    const at = { file, start: bind.start, end: bind.end };
    const places = users.flatMap((user) =>
      user.occurrence.pieces.flatMap((piece) => (piece ? [{ file: user.file, ...piece }] : [])),
    );
    return [
      replaced(
        source,
        `declaration of ${shownOption(option)}`,
        at,
        emptied(source.textOf(file).slice(at.start, at.end)),
        places,
      ),
    ];
  });
}

/** The only selection of a branch is gone. Where not every host is known whole, nobody can know that it was the only one. */
export function removedSelection(source: Source): Mutant[] {
  const { graph } = source;
  if (!isWhollyKnown(graph)) return [];
  return graph.branches.flatMap((branch) => {
    const selections = [...graph.hosts, ...graph.images].flatMap((host) =>
      host.selections.filter((one) => one.branch === branch.id),
    );
    const places = new Map(selections.map((one) => [`${one.at.file}:${one.at.start}`, one.at]));
    const [at] = places.values();
    if (places.size !== 1 || !at || branch.consumedBy.length > 0 || branch.owner !== undefined) return [];
    if (!isListItem(source, at)) return [];
    const leaves = graph.leaves.filter((leaf) => leaf.branch === branch.id && leaf.condition?.value !== "false");
    if (leaves.length === 0) return [];
    const removed = emptied(source.textOf(at.file).slice(at.start, at.end));
    const lost = leaves.flatMap((leaf) => [leaf.at, leaf.definedAt ?? leaf.at]);
    return [{ ...replaced(source, `selection of ${branch.id}`, at, removed, lost), branch: branch.id }];
  });
}

function isListItem(source: Source, at: Span) {
  const tree = source.snapshot.treeOf(at.file);
  const list = tree && enclosing(tree, at).findLast((one) => one.kind === "list");
  return list?.kind === "list" && list.items.some(({ start, end }) => start === at.start && end === at.end);
}

/** A cell gets a name that its loader skips. Where the loader takes it anyway, nothing is wrong. */
export function renamedFile(source: Source): Mutant[] {
  return source.graph.cells.flatMap(({ file, status, roles }) => {
    if (status !== "imported" || roles.every((role) => role === "root")) return [];
    const renamed = join(dirname(file), `_${basename(file)}`);
    return [
      {
        title: `${basename(file)} -> _${basename(file)}`,
        changes: new Map([
          [file, undefined],
          [renamed, source.textOf(file)],
        ]),
        places: undefined,
      },
    ];
  });
}

/** A path leads to nothing. */
export function brokenPath(source: Source): Mutant[] {
  return importedPaths(source).map(({ file, range, text }) => {
    const name = basename(text, ".nix");
    const wrong =
      text.slice(0, text.lastIndexOf(name)) + misspelt(name) + text.slice(text.lastIndexOf(name) + name.length);
    return replaced(source, `${text} -> ${wrong}`, { file, ...range }, wrong);
  });
}

/** A file that no tree holds is imported no more. Where something else leads to it, nothing is wrong. */
export function droppedPath(source: Source): Mutant[] {
  const all = importedPaths(source);
  return all.flatMap(({ file, range, text, target }) => {
    const cell = source.graph.cells.find((one) => one.file === target);
    const at = { file, ...range };
    if (cell?.status !== "reached" || all.filter((one) => one.target === target).length > 1 || !isListItem(source, at))
      return [];
    const mutant = replaced(source, `${text} dropped`, at, emptied(text));
    return [{ ...mutant, places: new Set([`${target}:*`]) }];
  });
}

/** Relative paths of Nix files, or of directories with a default.nix, that stand in a list of imports or are imported. */
function importedPaths(source: Source) {
  return source.files.flatMap((file) =>
    (source.snapshot.namesOf(file)?.paths ?? []).flatMap(({ text, range }) => {
      const path = join(dirname(file), text);
      const target = [path, join(path, "default.nix")].find((one) =>
        source.graph.cells.some((cell) => cell.file === one),
      );
      return target && isImported(source, { file, ...range }) ? [{ file, text, range, target }] : [];
    }),
  );
}

function isImported(source: Source, at: Span) {
  const tree = source.snapshot.treeOf(at.file);
  const around = tree ? enclosing(tree, at) : [];
  const [list, parent] = [around.at(-2), around.at(-3)];
  if (list?.kind === "apply") return list.function.kind === "variable" && list.function.name === "import";
  if (list?.kind !== "list") return false;
  const bindings = parent?.kind === "set" ? parent.bindings : [];
  const bound = bindings.find((one) => one.kind === "bind" && one.value === list);
  return bound?.kind === "bind" && ["imports", "modules"].includes(nameOf(bound.path.at(-1)));
}

function nameOf(name: AttributeName | undefined) {
  return name?.kind === "static" ? name.name : "";
}

/** `import = [ … ];` for `imports = [ … ];` */
export function importTypo(source: Source): Mutant[] {
  return source.files.flatMap((file) =>
    source.expressionsOf(file).flatMap((expression) => {
      if (expression.kind !== "set") return [];
      return expression.bindings.flatMap((one) => {
        if (one.kind !== "bind" || nameOf(one.path.at(-1)) !== "imports" || one.value.kind !== "list") return [];
        const name = one.path.at(-1);
        if (!name || one.value.items.length === 0) return [];
        const at = { file, start: name.start, end: name.end };
        return [replaced(source, `import = [ … ] in ${basename(file)}`, at, "import")];
      });
    }),
  );
}

/** The same attribute twice in one set, of which one is not a set. */
export function duplicateAttribute(source: Source): Mutant[] {
  return source.files.flatMap((file) =>
    source.expressionsOf(file).flatMap((expression) => {
      const bindings = expression.kind === "set" || expression.kind === "let" ? expression.bindings : [];
      return bindings.flatMap((one) => {
        const [name, ...more] = one.kind === "bind" ? one.path : [];
        if (one.kind !== "bind" || name?.kind !== "static" || more.length > 0 || one.value.kind === "set") return [];
        const written = source.textOf(file).slice(name.start, name.end);
        const end = { file, start: one.end, end: one.end };
        return [
          replaced(source, `${written} twice`, end, ` ${written} = 1;`, [
            end,
            { file, start: one.start, end: one.end },
          ]),
        ];
      });
    }),
  );
}

/** An option that holds one value is set to another by another cell. */
export function duplicateDefinition(source: Source): Mutant[] {
  const [tree] = source.graph.root.trees;
  if (!tree) return [];
  return source.uses.flatMap(({ file, occurrence, options }) => {
    const [option] = options;
    if (
      occurrence.use !== "define" ||
      occurrence.uncertain ||
      options.length !== 1 ||
      !option ||
      option.class !== undefined
    )
      return [];
    if (option.path.length !== occurrence.path.length || !isJudged(source.graph, option)) return [];
    const value = bindingOf(source, file, occurrence.range)?.value;
    const other = value && otherLiteral(option.type ?? "", source.textOf(file).slice(value.start, value.end));
    if (other === undefined || occurrence.path.some((piece) => typeof piece !== "string")) return [];
    const path = occurrence.path.map((piece) => JSON.stringify(piece)).join(".");
    const cell = join(tree.directory, "zz-another-cell.nix");
    return [
      {
        title: `${shownOption(option)} = ${other} in another cell`,
        changes: new Map([[cell, `{ ${path} = ${other}; }\n`]]),
        places: new Set([`${cell}:*`, source.lineOf({ file, ...occurrence.range })]),
      },
    ];
  });
}

/** Another value of the same type, for types that hold one value. */
function otherLiteral(type: string, written: string) {
  if (type === "boolean" && (written === "true" || written === "false")) return written === "true" ? "false" : "true";
  if (/^(non-empty )?string$/.test(type) && /^"[^"$\\]*"$/.test(written)) return `"other than ${written.slice(1, -1)}"`;
  return /integer/.test(type) && !/ or /.test(type) && /^\d+$/.test(written) ? `${Number(written) + 1}` : undefined;
}
