// The schema's verdict on a manifest, as findings: one for each fault, at its place, with what was expected.

import type { Finding } from '../model/finding.ts';
import { at, get, isArray, type Json, type Path } from '../model/json.ts';
import { parsePointer } from '../model/pointer.ts';
import type { Parsed } from './parse.ts';
import { problem, suggestion } from './problem.ts';
import { schemaText, validate } from './validate.generated.ts';

/** An error of ajv, as far as it is used. */
interface Fault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The key at fault, in the errors of `propertyNames`. */
  readonly propertyName?: string;
}

/** A fault of the schema, and the path of the node that has it. */
export interface SchemaFinding {
  readonly path: Path;
  readonly finding: Finding;
}

/** All faults. An overlay need not have what is required at the root. */
export function validateSchema(parsed: Parsed, overlay = false): readonly SchemaFinding[] {
  const check: { (value: Json): boolean; errors?: readonly Fault[] | null } = validate;
  if (check(parsed.value)) return [];
  const schema: Json = JSON.parse(schemaText);
  const found = new Map<string, SchemaFinding>();
  for (const fault of [...(check.errors ?? [])].sort((a, b) => rank(a) - rank(b))) {
    if (overlay && fault.keyword === 'required' && fault.instancePath === '') continue;
    const explain = explanations[fault.keyword];
    if (explain === undefined) continue;
    const parent = parsePointer(fault.instancePath);
    const node = nodeAt(schema, parent);
    const { key, code, message, hint } = explain({ fault, parent, node, schema, value: at(parsed.value, parent) });
    const path = key === undefined ? parent : [...parent, key];
    const subject = JSON.stringify([path, fault.params.missingProperty]);
    if (!found.has(subject)) found.set(subject, { path, finding: problem(code, parsed.place(path), message, hint) });
  }
  return [...found.values()];
}

interface Case {
  readonly fault: Fault;
  /** Path of the node that the fault is about, or whose key it is about. */
  readonly parent: Path;
  /** What the schema says of that node. */
  readonly node: Json | undefined;
  readonly schema: Json;
  readonly value: Json | undefined;
}

interface Explanation {
  /** The member at fault; the node itself if undefined. */
  readonly key?: string;
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** ajv's keyword → words. What is not here is a wrapper around another error. First in the table goes first. */
const explanations: Readonly<Record<string, (one: Case) => Explanation>> = {
  type: ({ parent, node, value }) => ({
    code: 'wrong-type',
    message: `${called(parent)} must be ${wanted(node)}, not ${kindOf(value)}`,
    hint: quoteHint(node, value),
  }),
  additionalProperties: ({ fault, parent, node }) => {
    const key = String(fault.params.additionalProperty);
    const known = Object.keys((get(node, 'properties') ?? {}) as object);
    return {
      key,
      code: 'unknown-key',
      message: `unknown key \`${key}\` in ${called(parent)}`,
      hint: keyHint(key, known),
    };
  },
  enum: ({ parent, node, value }) => {
    const values = (get(node, 'enum') as readonly Json[]).filter((each) => each !== null).map(String);
    return {
      code: 'wrong-value',
      message: `${called(parent)} must be ${values.map((each) => `\`${each}\``).join(' or ')}`,
      hint: typeof value === 'string' && values.length > 1 ? suggestion(value, values) : undefined,
    };
  },
  pattern: ({ fault, parent, node, schema }) => named(fault, parent, expected(schema, node, fault)),
  not: ({ fault, parent }) => named(fault, parent, undefined),
  required: ({ fault, parent }) => ({
    code: 'missing-key',
    message: `\`${fault.params.missingProperty}\` is missing in ${called(parent)}`,
    hint: examples[String(fault.params.missingProperty)],
  }),
  minItems: ({ parent }) => ({
    code: 'empty-list',
    message: `${called(parent)} must not be an empty list`,
    hint: 'leave the key out if it is not needed',
  }),
};

const order = Object.keys(explanations);

function rank(fault: Fault): number {
  return order.indexOf(fault.keyword);
}

/** A name or a text that has not the form it must have. */
function named({ propertyName }: Fault, parent: Path, form: string | undefined): Explanation {
  if (propertyName === undefined) return { code: 'wrong-form', message: `${called(parent)} must be ${form}` };
  // `{ TOKEN:"secret" }`, without a blank, is one name: what begins to look like a value is not said.
  const said = propertyName.replace(/:.*$/s, ':…');
  const message = `\`${said}\` cannot be a name in ${called(parent)}`;
  return {
    ...(said === propertyName && { key: propertyName }),
    code: 'forbidden-name',
    message,
    hint: form === undefined ? 'choose another name' : `a name here is ${form}`,
  };
}

function expected(schema: Json, node: Json | undefined, { propertyName }: Fault): string {
  const rule = propertyName === undefined ? node : resolve(schema, get(node, 'propertyNames'));
  return String(get(rule, '$comment'));
}

/** The part of the schema that speaks of the node at `path`; there is no choice of shapes in it, so it is the only one. */
function nodeAt(schema: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((node, key) => {
    const member = get(get(node, 'properties'), key) ?? get(node, 'additionalProperties') ?? get(node, 'items');
    return resolve(schema, member);
  }, schema);
}

function resolve(schema: Json, node: Json | undefined): Json | undefined {
  const reference = get(node, '$ref');
  return typeof reference === 'string' ? at(schema, parsePointer(reference.slice(1))) : node;
}

function called(path: Path): string {
  if (path.length === 0) return 'the manifest';
  const index = Number(path.at(-1));
  return Number.isNaN(index) ? `\`${path.at(-1)}\`` : `item ${index + 1} of \`${path.at(-2)}\``;
}

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list',
  object: 'a mapping (`key: value`)',
  boolean: '`true` or `false`',
  integer: 'a whole number',
  number: 'a number',
  null: 'empty',
};

function wanted(node: Json | undefined): string {
  const type = get(node, 'type');
  const types = (isArray(type) ? type : [type]).filter((each) => each !== 'null');
  return types.map((each) => words[String(each)]).join(' or ');
}

function kindOf(value: Json | undefined): string {
  if (value === null || value === undefined) return 'empty';
  if (isArray(value)) return 'a list';
  return typeof value === 'boolean' ? 'a boolean' : (words[typeof value] ?? typeof value);
}

function quoteHint(node: Json | undefined, value: Json | undefined): string | undefined {
  const type = get(node, 'type');
  const takesText = type === 'string' || (isArray(type) && type.includes('string'));
  return takesText && (typeof value === 'number' || typeof value === 'boolean')
    ? 'quote it: put the value in `"…"`'
    : undefined;
}

const examples: Readonly<Record<string, string>> = {
  version: 'write `version: 1`',
  name: 'write `name:` and a name of your own, such as `acme-tools`; it owns what is applied',
  to: 'say where it goes: `to: [all]`, a target, a group or a host id',
};

/** What other tools call it → our own words, where the object can have the key `known`. */
const foreignKeys: ReadonlyMap<string, { readonly known: string; readonly hint: string }> = new Map([
  ['mcpServers', { known: 'environments', hint: 'servers stand under `environments:`, `<name>:`, `servers:`' }],
  ['servers', { known: 'environments', hint: 'servers stand under `environments:`, `<name>:`, `servers:`' }],
  ['$import', { known: 'environments', hint: 'a manifest cannot include another file' }],
  ['type', { known: 'transport', hint: 'write `transport:`' }],
  ['serverUrl', { known: 'url', hint: 'write `url:`' }],
  ['httpUrl', { known: 'url', hint: 'write `url:`' }],
  ['environment', { known: 'env', hint: 'write `env:`' }],
  ['disabled', { known: 'enabled', hint: 'write `enabled: false`' }],
]);

function keyHint(key: string, known: readonly string[]): string | undefined {
  const foreign = foreignKeys.get(key);
  return foreign !== undefined && known.includes(foreign.known) ? foreign.hint : suggestion(key, known);
}
