import type { Lazy } from "./value.ts";

/** The names in scope at a place: frames of lexical names and of `with`, innermost first. */
export interface Environment {
  /** The file whose expressions are evaluated in it; absolute. */
  readonly file: string;
  readonly parent: Environment | undefined;
  /** Lexical names of this frame; a `with` frame has none. */
  readonly names: ReadonlyMap<string, Lazy> | undefined;
  /** The only name of this frame, in place of `names`: most frames are a function's with one parameter. */
  readonly name: string | undefined;
  /** What that name has. */
  readonly bound: Lazy | undefined;
  /** The set of a `with` frame. */
  readonly scope: Lazy | undefined;
}

export function lexicalFrame(parent: Environment, names: ReadonlyMap<string, Lazy>): Environment {
  return { file: parent.file, parent, names, name: undefined, bound: undefined, scope: undefined };
}

export function parameterFrame(parent: Environment, name: string, bound: Lazy): Environment {
  return { file: parent.file, parent, names: undefined, name, bound, scope: undefined };
}

export function withFrame(parent: Environment, scope: Lazy): Environment {
  return { file: parent.file, parent, names: undefined, name: undefined, bound: undefined, scope };
}

/** The outermost frame of a file. */
export function fileFrame(file: string, globals: ReadonlyMap<string, Lazy>): Environment {
  return { file, parent: undefined, names: globals, name: undefined, bound: undefined, scope: undefined };
}

/** The binding of a lexical name; lexical names beat every `with`. */
export function lexicalBinding(environment: Environment, name: string): Lazy | undefined {
  for (let frame: Environment | undefined = environment; frame; frame = frame.parent) {
    const bound = frame.name === name ? frame.bound : frame.names?.get(name);
    if (bound !== undefined) return bound;
  }
  return undefined;
}

/** The sets of the `with` frames in scope, innermost first. */
export function withScopes(environment: Environment): Lazy[] {
  const scopes: Lazy[] = [];
  for (let frame: Environment | undefined = environment; frame; frame = frame.parent) {
    if (frame.scope !== undefined) scopes.push(frame.scope);
  }
  return scopes;
}
