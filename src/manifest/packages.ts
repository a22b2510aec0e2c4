// Servers that come from a package: the locked package under what the manifest says beside it, as a plain server.

import type { Finding } from '../model/finding.ts';
import { get, isArray, isObject, type Json, type JsonObject, object } from '../model/json.ts';
import { type AskedInput, isFault, type LockedPackage, type PackageInput, type PackageOf } from '../model/package.ts';
import type { WrittenEnvironment, WrittenServer } from './environments.ts';
import { problem, suggestion } from './problem.ts';
import { writtenOut } from './template-text.ts';
import type { Written } from './written.ts';

/** Every server of a package in its plain form; findings say which package is not known here, and why. */
export function withPackages(
  written: Written,
  packageOf: PackageOf | undefined,
): { readonly written: Written; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const environments = new Map<string, WrittenEnvironment>();
  for (const [name, environment] of written.environments) {
    const servers = [...environment.servers].map(
      ([key, server]) => [key, plainServer(server, packageOf, findings)] as const,
    );
    environments.set(name, { ...environment, servers: new Map(servers) });
  }
  return { written: { ...written, environments }, findings };
}

function plainServer(server: WrittenServer, packageOf: PackageOf | undefined, findings: Finding[]): WrittenServer {
  const { value, placeOf } = server;
  const reference = get(value, 'package');
  if (typeof reference !== 'string') {
    if (Object.hasOwn(value, 'with')) {
      findings.push(
        problem(
          'kind-mismatch',
          placeOf(['with']),
          '`with` goes with `package`',
          'remove `with`, or use `env` or `args`',
        ),
      );
    }
    return Object.hasOwn(value, 'with') ? { ...server, value: without(value, ['with']) } : server;
  }
  const other = ['command', 'url'].find((key) => Object.hasOwn(value, key));
  if (other !== undefined) {
    const message = `a server has a \`package\` or a \`${other}\`, not both`;
    findings.push(problem('two-kinds', placeOf([other]), message, 'remove one of them'));
    return { ...server, value: without(value, ['package', 'with']) };
  }
  const found = packageOf?.(reference) ?? unknown(reference);
  if (isFault(found)) {
    findings.push(problem(found.code, placeOf(['package']), found.message, found.hint));
    return { ...server, value: { package: reference }, reference };
  }
  return {
    ...server,
    ...overlaid(found, server),
    byPlatform: server.byPlatform || found.server.platforms !== undefined,
    reference,
  };
}

function unknown(reference: string) {
  return { code: 'package-unlocked', message: `\`${reference}\` is not locked`, hint: 'run `hatch package sync`' };
}

interface Overlaid {
  readonly value: JsonObject;
  readonly asks: readonly AskedInput[];
  readonly findings: readonly Finding[];
}

/** What the manifest says lies over the package: `env` and `headers` merge, `args` stand in for its defaults. */
function overlaid(locked: LockedPackage, written: WrittenServer): Overlaid {
  const { server } = locked;
  const { value } = written;
  const hasArgs = isArray(get(value, 'args'));
  const values = new Map(
    locked.inputs.map((input) => [input.name, givenValue(input, value, hasArgs && input.kind === 'argument')]),
  );
  const fill = (template: string) => filled(template, values)?.[0];
  const own = (key: 'env' | 'headers') => get(value, key) ?? {};
  const env: JsonObject = { ...mapped(server.env, fill), ...(own('env') as JsonObject) };
  // A container is handed each variable by its name.
  const known = new Map([...values, ['*', some(Object.keys(env))]]);
  const args = [...(server.args ?? []).flatMap((item) => argumentsOf(item, known)), ...texts(get(value, 'args'))];
  const headers = mergedHeaders(mapped(server.headers, fill), own('headers') as JsonObject);
  const members: (readonly [string, Json | undefined])[] = [
    ['command', server.command],
    ['args', args.length > 0 ? args : undefined],
    ['env', Object.keys(env).length > 0 ? env : undefined],
    ['cwd', server.cwd],
    ['url', server.url === undefined ? undefined : (fill(server.url) ?? asked(server.url))],
    ['transport', server.transport],
    ['headers', Object.keys(headers).length > 0 ? headers : undefined],
  ];
  const base = members.filter((member): member is readonly [string, Json] => member[1] !== undefined);
  return {
    value: object([...base, ...Object.entries(without(value, ['package', 'with', 'args', 'env', 'headers']))]),
    asks: locked.inputs.map((input) => ({ ...input, isOpen: isOpen(input, value, values.get(input.name)) })),
    findings: inputFindings(locked, written, values),
  };
}

/** Header names are the same whatever their case. */
function mergedHeaders(lower: JsonObject, upper: JsonObject): JsonObject {
  const names = new Set(Object.keys(upper).map((name) => name.toLowerCase()));
  return { ...object(Object.entries(lower).filter(([name]) => !names.has(name.toLowerCase()))), ...upper };
}

/** Templates; undefined where nobody gives one. */
type Values = ReadonlyMap<string, readonly string[] | undefined>;

function givenValue(input: PackageInput, value: JsonObject, skipsDefault: boolean): readonly string[] | undefined {
  const given = get(get(value, 'with'), input.name);
  if (isArray(given)) return some(texts(given));
  if (typeof given === 'string') return [given];
  return input.default === undefined || skipsDefault ? undefined : [input.default];
}

function some(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** An argument, or several that belong together, once for each value; none where an input has no value. */
function argumentsOf(item: string | readonly string[], values: Values): readonly string[] {
  const group = typeof item === 'string' ? [item] : item;
  const lists = group.map((template) => filled(template, values));
  const times = Math.max(...lists.map((list) => list?.length ?? 0), 1);
  return Array.from({ length: times }, (_, i) => {
    const each = lists.map((list) => list?.[Math.min(i, list.length - 1)]);
    return each.every((text) => text !== undefined) ? each : [];
  }).flat();
}

/** A reference to an input; an escaped dollar before it is none. */
const token = /\$\$\{|\$\{(input|when):([^}]*)\}/g;

/** The template with its inputs put in, once for each value; undefined where one has none. */
function filled(template: string, values: Values): readonly string[] | undefined {
  const names = [...template.matchAll(token)].flatMap(([, kind, name]) => (kind === undefined ? [] : [{ kind, name }]));
  const lists = names.map(({ name }) => values.get(name ?? ''));
  if (lists.some((list) => list === undefined || list.length === 0)) return undefined;
  if (names.some(({ kind }, i) => kind === 'when' && lists[i]?.[0] !== 'true')) return undefined;
  const times = Math.max(...lists.map((list) => list?.length ?? 1), 1);
  return Array.from({ length: times }, (_, i) =>
    template.replace(token, (whole, kind: string | undefined, name: string) => {
      const list = values.get(name) ?? [];
      return kind === undefined ? whole : kind === 'when' ? '' : (list[Math.min(i, list.length - 1)] ?? '');
    }),
  );
}

/** An address with a part that nobody gives: it stops its server, and shows which part that is. */
function asked(template: string): string {
  return template.replace(token, (whole, kind: string | undefined, name: string) =>
    kind === undefined ? whole : `{${name}}`,
  );
}

function inputFindings(
  { reference, inputs }: LockedPackage,
  server: WrittenServer,
  values: Values,
): readonly Finding[] {
  const { value, placeOf } = server;
  const findings: Finding[] = [];
  const given = get(value, 'with');
  const names = inputs.map(({ name }) => name);
  for (const name of Object.keys(isObject(given) ? given : {})) {
    if (names.includes(name)) continue;
    const hint = suggestion(name, names) ?? `see \`hatch package show ${reference}\``;
    findings.push(problem('unknown-input', placeOf(['with', name]), `the package asks for no \`${name}\``, hint));
  }
  for (const input of inputs) findings.push(...findingsOf(input, server, values.get(input.name)));
  return findings;
}

/** `own` is what `with:` or a default gives. */
function isOpen(input: PackageInput, value: JsonObject, own: readonly string[] | undefined): boolean {
  const isAmongArguments = input.kind === 'argument' && isArray(get(value, 'args'));
  return input.required && own === undefined && besideOf(input, value) === undefined && !isAmongArguments;
}

function findingsOf(
  input: PackageInput,
  { name: server, value, placeOf }: WrittenServer,
  own: readonly string[] | undefined,
): readonly Finding[] {
  const { name, kind, choices, secret } = input;
  if (isOpen(input, value, own)) {
    const said = input.description === undefined ? '' : `: ${input.description}`;
    const message = `the package needs ${words[kind]} \`${name}\`${said}`;
    return [problem('input-missing', placeOf([]), message, fix(input, server))];
  }
  const beside = besideOf(input, value);
  const given = beside === undefined ? own : [beside];
  if (given === undefined) return [];
  const where = placeOf(beside === undefined ? ['with', name] : [`${kind}${kind === 'header' ? 's' : ''}`, name]);
  return given.flatMap((template) => {
    const { literals, hasReference } = writtenOut(template);
    if (hasReference) return [];
    if (secret && literals.length > 0) {
      const message = `\`${name}\` is a secret that is written out`;
      return [
        problem('literal-credential', where, message, `write a reference, such as \`${proposal(name)}\``, 'warning'),
      ];
    }
    if (choices === undefined || choices.includes(literals.join(''))) return [];
    return [
      problem('input-choice', where, `\`${name}\` must be one of ${choices.map((each) => `\`${each}\``).join(', ')}`),
    ];
  });
}

const words: Readonly<Record<PackageInput['kind'], string>> = {
  env: 'the variable',
  header: 'the header',
  argument: 'the argument',
  option: 'a value for',
};

function besideOf({ name, kind }: PackageInput, value: JsonObject): string | undefined {
  const members = kind === 'env' ? get(value, 'env') : kind === 'header' ? get(value, 'headers') : undefined;
  const isSame = (other: string) => (kind === 'header' ? other.toLowerCase() === name.toLowerCase() : other === name);
  const found = Object.entries(isObject(members) ? members : {}).find(([other]) => isSame(other))?.[1];
  return typeof found === 'string' ? found : undefined;
}

function fix({ name, kind, secret }: PackageInput, server: string): string {
  const text = secret ? `"${proposal(name)}"` : '…';
  const key = kind === 'env' ? 'env' : kind === 'header' ? 'headers' : 'with';
  const written = `${key}: { ${/^[\w-]+$/.test(name) ? name : JSON.stringify(name)}: ${text} }`;
  // A name that a shell would read otherwise is for the editor only.
  if (![name, server].every((word) => /^[\w.-]+$/.test(word))) return `write \`${written}\``;
  const passed = `--with '${name}=${secret ? proposal(name) : '…'}'`;
  return `write \`${written}\`, or \`hatch configure ${server} --host HOST ${passed}\``;
}

/** The reference to write for a secret of this name. */
export function proposal(name: string): string {
  return `\${env:${name
    .toUpperCase()
    .replace(/[^A-Z0-9_]+/g, '_')
    .replace(/^(?=\d)/, '_')}}`;
}

function mapped(members: Readonly<Record<string, string>> | undefined, fill: (template: string) => string | undefined) {
  const pairs = Object.entries(members ?? {}).map(([key, template]) => [key, fill(template)] as const);
  return object(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}

function texts(value: Json | undefined): readonly string[] {
  return isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function without(value: JsonObject, keys: readonly string[]): JsonObject {
  return object(Object.entries(value).filter(([key]) => !keys.includes(key)));
}
