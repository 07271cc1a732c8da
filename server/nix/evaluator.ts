import type { Expression, SyntaxTree } from "../syntax/syntax-tree.ts";
import type { Span } from "../text.ts";
import { applyValue } from "./apply.ts";
import { type Budget, DEFAULT_LIMITS, type Limits, newBudget } from "./budget.ts";
import { equalValues } from "./compare.ts";
import { type Environment, fileFrame, lexicalFrame, withFrame } from "./environment.ts";
import { evaluate } from "./expressions.ts";
import { joinValues } from "./join.ts";
import { Log } from "./log.ts";
import { failure, recursion, unknown } from "./make.ts";
import type { Condition } from "./provenance.ts";
import { selectAttribute } from "./select.ts";
import { Thunk } from "./thunk.ts";
import type { External, Failure, Lazy, Machine, Opaque, SetValue, SourceFiles, Unknown, Value } from "./value.ts";

export interface EvaluatorSettings {
  readonly files: SourceFiles;
  /** The syntax tree of a readable file; undefined when there is no such file. */
  readonly treeOf: (path: string) => SyntaxTree | undefined;
  /** What a file has in scope outside its own text. */
  readonly globalsOf: (path: string) => ReadonlyMap<string, Lazy>;
  /** What a call of a function from outside is known to do; undefined leaves it External. */
  readonly callExternal?: (called: External, argument: Lazy, at: Span | undefined) => Value | undefined;
  /** What a file of an input without source is known to be. */
  readonly importExternal?: (file: External) => Value | undefined;
  /** What an attribute of something outside is known to be, by its path. */
  readonly knownExternal?: (path: string) => Value | undefined;
  /** What an error at a place means where that text only stands in for another: undefined if Nix would raise it, too. */
  readonly doubtful?: (failed: Failure) => Unknown | undefined;
  readonly limits?: Limits;
  /** Where it notes what it comes by; without it in a log of its own. */
  readonly log?: Log;
  /** Called again and again while the evaluation goes on. What it throws ends the evaluation, whose machine must not be used any more. */
  readonly checkpoint?: (() => void) | undefined;
}

/** How many steps and thunks pass between two looks at the clock: a few milliseconds. */
const STEPS_BETWEEN_LOOKS = 1_000;

/** The lazy, partial evaluator of the Nix language. One instance serves one analysis of one snapshot; it remembers imported files. */
export class Evaluator implements Machine {
  readonly files: SourceFiles;
  readonly budget: Budget;
  readonly log: Log;
  private readonly settings: EvaluatorSettings;
  private readonly imported = new Map<string, Lazy>();
  private isDone = false;

  constructor(settings: EvaluatorSettings) {
    this.settings = settings;
    this.files = settings.files;
    this.log = settings.log ?? new Log();
    this.budget = newBudget(settings.limits ?? DEFAULT_LIMITS, performance.now());
  }

  force(value: Lazy): Value {
    if (value.type !== "thunk") return value;
    if (value.value !== undefined) return value.value;
    return this.forceThunk(value);
  }

  evaluate(expression: Expression, environment: Environment): Value {
    return evaluate(this, expression, environment);
  }

  private forceThunk(thunk: Thunk): Value {
    const body = thunk.body;
    if (thunk.forcing || body === undefined) return recursion(thunk.at);
    const budget = this.budget;
    if (budget.nesting >= budget.limits.nesting)
      return unknown("budget spent: evaluation is nested too deeply", thunk.at);
    if (++budget.unchecked > STEPS_BETWEEN_LOOKS) this.look();
    thunk.forcing = true;
    budget.nesting++;
    let result: Value;
    if (typeof body === "function") result = body();
    else if (thunk.environment) result = evaluate(this, body, thunk.environment);
    else result = unknown("a computation without its scope", thunk.at);
    if (result.type === "failure") result = this.settings.doubtful?.(result) ?? result;
    budget.nesting--;
    thunk.forcing = false;
    thunk.value = result;
    thunk.body = undefined;
    thunk.environment = undefined;
    return result;
  }

  apply(fn: Lazy, argument: Lazy, at?: Span): Value {
    const called = this.force(fn);
    const known = called.type === "external" ? this.settings.callExternal?.(called, argument, at) : undefined;
    return known ?? applyValue(this, called, argument, at);
  }

  call(fn: Lazy, args: readonly Lazy[], at?: Span): Value {
    let result = this.force(fn);
    for (const argument of args) result = this.apply(result, argument, at);
    return result;
  }

  select(from: Lazy, name: string, at?: Span): Value {
    return selectAttribute(this, this.force(from), name, at);
  }

  lazy(compute: () => Value, at?: Span): Thunk {
    return Thunk.ofNative(compute, at);
  }

  equal(left: Lazy, right: Lazy): boolean | Opaque | Failure {
    return equalValues(this, left, right);
  }

  join(condition: Condition, left: Lazy, right: Lazy): Value {
    return joinValues(this, condition, left, right);
  }

  spend(at?: Span, cost = 1): Unknown | undefined {
    const budget = this.budget;
    // A piece that asks for more than it has left must not take what the others need.
    budget.total -= Math.min(cost, Math.max(1, budget.piece + 1));
    budget.piece -= cost;
    budget.unchecked += cost;
    if (budget.unchecked > STEPS_BETWEEN_LOOKS) this.look();
    if (budget.piece >= 0 && budget.total >= 0) return undefined;
    const which = budget.total < 0 ? "the whole analysis" : "this piece of code";
    return unknown(`budget spent: ${which} takes too many steps`, at);
  }

  private look(): void {
    this.budget.unchecked = 0;
    if (!this.isDone) this.settings.checkpoint?.();
    if (performance.now() > this.budget.deadline) this.budget.total = -1;
  }

  /** For questions after the analysis: a new allowance. Nothing is left off any more, unless it `mayEnd`. */
  resume(milliseconds: number, steps: number, mayEnd = false): void {
    this.isDone = !mayEnd;
    this.budget.deadline = performance.now() + milliseconds;
    this.budget.total = steps;
    this.budget.piece = steps;
  }

  allow<Result>(work: () => Result): Result {
    const outer = this.budget.piece;
    this.budget.piece = this.budget.limits.stepsPerPiece;
    const result = work();
    this.budget.piece = outer;
    return result;
  }

  importFile(path: string, at?: Span): Value {
    const file = this.files.kind(path) === "directory" ? `${path}/default.nix` : path;
    let value = this.imported.get(file);
    if (value === undefined) {
      value = this.loadFile(file, at);
      this.imported.set(file, value);
      this.log.imported.add(file);
    }
    return this.force(value);
  }

  importValue(path: string, at?: Span): Value {
    this.log.usedAsValues.add(this.files.kind(path) === "directory" ? `${path}/default.nix` : path);
    return this.importFile(path, at);
  }

  importScoped(path: string, scope: SetValue, at?: Span): Value {
    const file = this.files.kind(path) === "directory" ? `${path}/default.nix` : path;
    this.log.usedAsValues.add(file);
    this.log.scoped.add(file);
    this.log.imported.add(file);
    const names = new Map([...scope.entries].map(([name, attribute]): [string, Lazy] => [name, attribute.value]));
    return this.force(
      this.loadFile(file, at, (outermost) => lexicalFrame(scope.open ? withFrame(outermost, scope) : outermost, names)),
    );
  }

  importOutside(file: External): Value | undefined {
    return this.settings.importExternal?.(file);
  }

  knownOutside(path: string): Value | undefined {
    return this.settings.knownExternal?.(path);
  }

  /** Evaluates an expression that stands in no file's cache, in the file's outermost scope. */
  evaluateIn(file: string, expression: Expression): Value {
    return evaluate(this, expression, fileFrame(file, this.settings.globalsOf(file)));
  }

  private loadFile(file: string, at: Span | undefined, within = (outermost: Environment) => outermost): Lazy {
    if (!this.files.readable(file)) return unknown(`${file} is outside what may be read`, at);
    const tree = this.settings.treeOf(file);
    const obstacle = tree ? undefined : this.files.obstacle(file);
    if (obstacle !== undefined) return unknown(`${file} ${obstacle}`, at);
    if (!tree) return { ...failure(`path '${file}' does not exist`, at), cause: { kind: "absent", file } };
    const environment = within(fileFrame(file, this.settings.globalsOf(file)));
    const { readable = tree.root } = tree;
    const { start, end } = readable;
    return Thunk.ofNative(() => this.allow(() => evaluate(this, readable, environment)), { file, start, end });
  }
}
