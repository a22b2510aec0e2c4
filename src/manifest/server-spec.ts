// A written server with all it inherits → its neutral form.

import { get, isArray, isObject, type Json, type JsonObject, object } from '../model/json.ts';
import type { Policies, ServerSpec, TargetPolicies } from '../model/manifest.ts';
import type { Server } from '../model/server.ts';
import type { WrittenServer } from './environments.ts';
import { expandTemplate, type Variables } from './expand.ts';
import { mapTemplates } from './template-text.ts';

/** The spec of a server that has passed schema and rules. Keys of its `hosts` become host ids. */
export function serverSpec(
  { name, value, place, reference, asks, findings }: WrittenServer,
  variables: Variables,
  hosts: ReadonlyMap<string, string>,
): ServerSpec {
  const open = get(value, 'public');
  const raw = Object.entries((get(value, 'hosts') ?? {}) as Readonly<Record<string, JsonObject>>);
  return {
    name,
    server: neutral(mapTemplates(value, (template) => String(expandTemplate(template, variables)))),
    hosts: Object.fromEntries(raw.map(([word, fields]) => [hosts.get(word) ?? word, fields])),
    policies: pickPolicies(value),
    protect: get(value, 'protect') === true,
    public: isArray(open) ? open.filter((each) => typeof each === 'string') : [],
    place,
    ...(reference !== undefined && { package: reference, asks: asks ?? [], findings: findings ?? [] }),
  };
}

/** What each field of a server is made from; a field without entry here is taken as it stands. */
const fields: ReadonlyMap<string, (value: Json) => Json> = new Map([
  ...['command', 'args', 'env', 'cwd', 'envFile', 'url', 'headers', 'enabled', 'description'].map(
    (key): [string, (value: Json) => Json] => [key, (value) => value],
  ),
  ['oauth', withoutFree],
  ['tools', withoutFree],
  ['timeout', duration],
  ['startupTimeout', duration],
]);

/** The schema has seen to it that every field has the type that `Server` says. */
function neutral(value: JsonObject): Server {
  const members: [string, Json][] = [
    ['transport', get(value, 'transport') ?? (Object.hasOwn(value, 'url') ? 'http' : 'stdio')],
  ];
  for (const [key, make] of fields) {
    const field = get(value, key);
    if (field !== undefined) members.push([key, make(field)]);
  }
  return object(members) as unknown as Server;
}

function withoutFree(value: Json): Json {
  return isObject(value) ? object(Object.entries(value).filter(([key]) => !key.startsWith('x-'))) : value;
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `1.5s` → 1500 milliseconds. */
function duration(text: Json): number {
  const unit = /[a-z]+$/.exec(String(text))?.[0] ?? 'ms';
  return Math.round(Number.parseFloat(String(text)) * (units[unit] ?? 1));
}

const policyKeys = [
  'onDrift',
  'onConflict',
  'onRemove',
  'onUnsupported',
  'references',
  'exclusive',
  'inPlace',
  'create',
];

/** The policies that a server, a target or `defaults` gives. */
export function pickPolicies(value: object | null | undefined): Policies & TargetPolicies {
  return Object.fromEntries(
    Object.entries(value ?? {}).filter(([key, policy]) => policyKeys.includes(key) && policy !== null),
  );
}
