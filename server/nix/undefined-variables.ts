import type { AttributeName, Expression, SyntaxProblem } from "../syntax/syntax-tree.ts";
import { type Plan, type PlanEntry, planOf } from "./binding-plan.ts";

/**
 * The variables of a file that nothing binds and that no `with` around them may bring: Nix refuses such a file as a whole. `known`
 * are the names in scope outside the file's text. Expressions are visited without recursion.
 */
export function undefinedVariables(root: Expression, known: (name: string) => boolean): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  const pending: Visit[] = [{ expression: root, scope: undefined }];
  const visit = (expression: Expression | undefined, scope: Scope | undefined) => {
    if (expression) pending.push({ expression, scope });
  };
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { expression, scope } = next;
    if (expression.kind !== "variable") visitParts(expression, scope, visit);
    else if (
      problems.length < MOST_PROBLEMS &&
      !isBound(expression.name, scope) &&
      expression.name !== "__curPos" &&
      !known(expression.name)
    ) {
      const { name, start, end } = expression;
      problems.push({ message: `undefined variable '${name}'`, start, end });
    }
  }
  return problems.sort((left, right) => left.start - right.start);
}

const MOST_PROBLEMS = 20;

/** Names of one frame, or a `with`, which may bring any name. */
interface Scope {
  readonly parent: Scope | undefined;
  readonly names: ReadonlySet<string> | "any";
}

interface Visit {
  readonly expression: Expression;
  readonly scope: Scope | undefined;
}

type VisitPart = (expression: Expression | undefined, scope: Scope | undefined) => void;

function isBound(name: string, scope: Scope | undefined): boolean {
  for (let frame = scope; frame; frame = frame.parent) {
    if (frame.names === "any" || frame.names.has(name)) return true;
  }
  return false;
}

function visitParts(
  expression: Exclude<Expression, { kind: "variable" }>,
  scope: Scope | undefined,
  visit: VisitPart,
): void {
  switch (expression.kind) {
    case "integer":
    case "float":
    case "hole":
      return;
    case "string":
    case "path":
      for (const part of expression.parts) if (typeof part !== "string") visit(part, scope);
      return;
    case "list":
      for (const item of expression.items) visit(item, scope);
      return;
    case "set":
      return visitPlan(planOf(expression.bindings), scope, expression.recursive, visit);
    case "let": {
      const plan = planOf(expression.bindings);
      visitPlan(plan, scope, true, visit);
      return visit(expression.body, { parent: scope, names: new Set(plan.statics.keys()) });
    }
    case "with":
      visit(expression.scope, scope);
      return visit(expression.body, { parent: scope, names: "any" });
    case "lambda":
      return visitLambda(expression, scope, visit);
    case "apply":
      visit(expression.function, scope);
      return visit(expression.argument, scope);
    case "select":
      visit(expression.from, scope);
      visitNames(expression.path, scope, visit);
      return visit(expression.fallback, scope);
    case "has":
      visit(expression.subject, scope);
      return visitNames(expression.path, scope, visit);
    case "if":
      visit(expression.condition, scope);
      visit(expression.consequence, scope);
      return visit(expression.alternative, scope);
    case "assert":
      visit(expression.condition, scope);
      return visit(expression.body, scope);
    case "unary":
      return visit(expression.operand, scope);
    case "binary":
      visit(expression.left, scope);
      return visit(expression.right, scope);
    default:
      return expression satisfies never;
  }
}

function visitLambda(
  { parameter, formals, body }: Extract<Expression, { kind: "lambda" }>,
  scope: Scope | undefined,
  visit: VisitPart,
): void {
  const names = new Set(formals?.formals.map((formal) => formal.name.name));
  if (parameter) names.add(parameter.name);
  const inner: Scope = { parent: scope, names };
  for (const { fallback } of formals?.formals ?? []) visit(fallback, inner);
  visit(body, inner);
}

/** The bindings as they merge: a later path may reach into an earlier `rec` set, and its value then sees that set's names. */
function visitPlan(plan: Plan, outer: Scope | undefined, recursive: boolean, visit: VisitPart): void {
  const scope: Scope | undefined = recursive ? { parent: outer, names: new Set(plan.statics.keys()) } : outer;
  for (const entry of plan.statics.values()) visitEntry(entry, outer, scope, visit);
  for (const { name, entry } of plan.dynamics) {
    visit(name, scope);
    visitEntry(entry, scope, scope, visit);
  }
}

function visitEntry(entry: PlanEntry, outer: Scope | undefined, scope: Scope | undefined, visit: VisitPart): void {
  switch (entry.kind) {
    case "value":
      return visit(entry.expression, scope);
    case "nested":
      return visitPlan(entry.plan, scope, entry.recursive, visit);
    case "inherit":
      if (entry.from) return visit(entry.from, scope);
      return visit(
        { kind: "variable", seen: false, name: entry.name, start: entry.at.start, end: entry.at.end },
        outer,
      );
    default:
      return entry satisfies never;
  }
}

function visitNames(path: readonly AttributeName[], scope: Scope | undefined, visit: VisitPart): void {
  for (const name of path) if (name.kind === "dynamic") visit(name.expression, scope);
}
