// One entry's three states, told in a line each, for tests of what is decided about it.

import { findHost, type Host } from '../../src/hosts/index.ts';
import { saltedHasher } from '../../src/model/digest.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { EntryRecord, FieldRecord } from '../../src/model/record.ts';
import type { EntryStates } from '../../src/plan/entry-states.ts';
import { leavesOf } from '../../src/plan/fields.ts';
import type { DesiredEntry } from '../../src/state/desired.ts';
import { hashPointer } from '../../src/state/records.ts';

export const hasher = saltedHasher('tester', 'record.json');

export interface Told {
  readonly host?: string;
  readonly desired?: JsonObject;
  readonly actual?: Json;
  /** What was written; its leaves are recorded. */
  readonly recorded?: JsonObject;
  /** Leaves that are recorded as digests. */
  readonly digested?: readonly string[];
  readonly record?: Partial<EntryRecord>;
  readonly with?: Partial<DesiredEntry>;
  readonly policies?: Partial<DesiredEntry['policies']>;
  readonly states?: Partial<EntryStates>;
  readonly consent?: Partial<EntryStates['consent']>;
}

/** The entry `cursor/weather` (or another host's) in the three states that are told. */
export function entryStates(told: Told): EntryStates {
  const host = findHost(told.host ?? 'cursor') as Host;
  return {
    host,
    target: host.id,
    place: 'servers',
    name: 'weather',
    desired: told.desired && desiredEntry(told.desired, told),
    actual: told.actual === undefined ? undefined : { value: told.actual, path: ['mcpServers', 'weather'], file: 0 },
    recorded: told.recorded || told.record ? record(told) : undefined,
    other: undefined,
    hasher,
    reset: false,
    exclusive: false,
    held: undefined,
    parting: undefined,
    carried: new Map(),
    ...told.states,
    consent: { answer: undefined, externalize: false, again: false, ...told.consent },
  };
}

export function desiredEntry(value: JsonObject, told: Told): DesiredEntry {
  return {
    place: 'servers',
    name: 'weather',
    value,
    inline: new Set(),
    native: new Set(),
    resolved: value,
    unresolved: [],
    protect: false,
    public: [],
    rule: 1,
    environment: 'development',
    source: undefined,
    at: { file: 'hatch.mcp.yaml', line: 1, column: 1 },
    findings: [],
    needs: [],
    given: new Set(),
    ...told.with,
    policies: {
      onDrift: 'revert',
      onConflict: 'ask',
      onRemove: 'delete',
      onUnsupported: 'error',
      references: 'native',
      ...told.policies,
    },
  };
}

function record({ recorded = {}, digested = [], record: rest }: Told): EntryRecord {
  const fields = [...leavesOf(recorded)].map(([pointer, value]): [string, FieldRecord] => [
    pointer,
    digested.includes(pointer) ? { digest: hasher(hashPointer('servers', 'weather', pointer), value) } : { value },
  ]);
  return { origin: 'written', environment: 'development', ...rest, fields: Object.fromEntries(fields) };
}
