import type { Json } from '@capstan/api';
import { Environment, EvaluationError, ParseError } from '@marcbachmann/cel-js';

/** What an expression gives. `unsupported`: it cannot be said here, whatever an API server would make of it. */
export type Evaluated =
  | { readonly kind: 'value'; readonly value: unknown }
  /** As the API server would end in it too; its `failurePolicy` says what follows. */
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'unsupported'; readonly message: string };

/** What an expression may name, as CEL's own values. */
export interface Scope {
  readonly object: unknown;
  readonly oldObject: unknown;
  readonly request: unknown;
  readonly params: unknown;
  readonly namespaceObject: unknown;
  /** Read when named, so that one that fails does no harm to those that do not name it. */
  readonly variables: Readonly<Record<string, unknown>>;
}

const names = ['object', 'oldObject', 'request', 'params', 'namespaceObject', 'variables'];

/** Kubernetes' limits are on cost, which is not counted here; these keep a hostile file from taking all memory. */
const limits = { maxAstNodes: 200_000, maxDepth: 1000, maxListElements: 10_000, maxMapEntries: 10_000 };

const environment = createEnvironment();
const known: ReadonlySet<string> = new Set(environment.getDefinitions().functions.map(({ name }) => name));
const parsed = new Map<string, ReturnType<typeof environment.parse>>();

/** Evaluates one, as the API server does: fields that are not there are errors, `&&` and `||` overcome them where they can. */
export function evaluate(expression: string, scope: Scope): Evaluated {
  try {
    const program = parsed.get(expression) ?? environment.parse(expression);
    parsed.set(expression, program);
    return { kind: 'value', value: program({ ...scope }) };
  } catch (error) {
    if (error instanceof Failed) return error.evaluated;
    if (error instanceof ParseError) return { kind: 'unsupported', message: `not understood: ${error.summary}` };
    if (!(error instanceof EvaluationError)) throw error;
    const { code, summary } = error;
    // Go's regular expressions know some that JavaScript's do not.
    if (code === 'invalid_regular_expression') return { kind: 'unsupported', message: summary };
    if (code === 'unknown_variable') return { kind: 'unsupported', message: summary };
    const called = /overload for '(?:.*\.)?(\w+)\(/.exec(summary)?.[1];
    if (called !== undefined && !known.has(called))
      return { kind: 'unsupported', message: `unknown function: ${called}` };
    return { kind: 'error', message: summary };
  }
}

/** A policy's variables: each evaluated once, when it is first named, and able to name the others. */
export function variablesOf(
  definitions: readonly { readonly name: string; readonly expression: string }[],
  scope: Omit<Scope, 'variables'>,
): Scope['variables'] {
  const variables: Record<string, unknown> = {};
  for (const { name, expression } of definitions) {
    let evaluated: Evaluated | undefined;
    Object.defineProperty(variables, name, {
      enumerable: true,
      get() {
        evaluated ??= evaluate(expression, { ...scope, variables });
        if (evaluated.kind === 'value') return evaluated.value;
        throw new Failed(evaluated);
      },
    });
  }
  return variables;
}

/** JSON as CEL has it: whole numbers are integers, which here are BigInts. */
export function toCel(value: Json | undefined): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toCel(each)]));
}

/** Why a variable has no value, on its way through the expression that named it. */
class Failed extends Error {
  readonly evaluated: Evaluated;

  constructor(evaluated: Exclude<Evaluated, { kind: 'value' }>) {
    super(evaluated.message);
    this.evaluated = evaluated;
  }
}

function createEnvironment(): Environment {
  const made = new Environment({ homogeneousAggregateLiterals: false, enableOptionalTypes: true, limits });
  for (const name of names) made.registerVariable(name, 'dyn');
  return made
    .registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) =>
      text.replaceAll(from, () => to),
    )
    .registerFunction('list.indexOf(dyn): int', (list: readonly unknown[], value: unknown) =>
      BigInt(list.indexOf(value)),
    );
}
