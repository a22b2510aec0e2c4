// Plans made by hand, so that reports are tested without planning: give what matters, the rest is plain.

import { bareEntry } from '../../src/model/bare-entry.ts';
import type { Json } from '../../src/model/json.ts';
import type {
  Counts,
  EntryEdit,
  EntryPlan,
  FieldChange,
  Plan,
  Shown,
  TargetFile,
  TargetPlan,
} from '../../src/model/plan.ts';

/** A field that goes from `before` to `after`. */
export function field(pointer: string, before: Shown | undefined, after: Shown | undefined): FieldChange {
  return { pointer, before, after, kind: 'change' };
}

export function entry(name: string, given: Partial<EntryPlan> = {}): EntryPlan {
  return bareEntry({ place: 'servers', name, verdict: 'add', ...given });
}

export const adding = (value: Json): EntryEdit => ({ kind: 'add', value });
export const removing: EntryEdit = { kind: 'remove' };
export const changing = (fields: Readonly<Record<string, Json | undefined>>): EntryEdit => ({
  kind: 'fields',
  fields: new Map(Object.entries(fields)),
});

export function file(path: string, given: Partial<TargetFile> = {}): TargetFile {
  return {
    path,
    symbolic: path.replace('/home/ada', '{home}'),
    format: 'json',
    containers: new Map([['servers', { kind: 'map', path: ['mcpServers'] }]]),
    bytes: undefined,
    fresh: undefined,
    ...given,
  };
}

export function target(name: string, entries: readonly EntryPlan[], given: Partial<TargetPlan> = {}): TargetPlan {
  return {
    name,
    host: name,
    title: name,
    scope: 'user',
    files: [file(`/home/ada/.${name}/mcp.json`)],
    recordPath: undefined,
    folder: undefined,
    state: 'read',
    sharedWith: [],
    inPlace: false,
    tightens: false,
    afterwards: [],
    entries,
    findings: [],
    ...given,
  };
}

const noCounts: Counts = {
  add: 0,
  update: 0,
  remove: 0,
  drift: 0,
  conflicts: 0,
  recorded: 0,
  inSync: 0,
  unmanaged: 0,
  deletions: 0,
};

export function plan(targets: readonly TargetPlan[], counts: Partial<Counts> = {}, given: Partial<Plan> = {}): Plan {
  return {
    owner: 'acme-tools',
    manifest: '/home/ada/work/hatch.mcp.yaml',
    environment: { name: 'development', from: 'environment: in the manifest' },
    filters: { hosts: undefined, servers: undefined, pattern: undefined },
    partial: false,
    targets,
    findings: [],
    counts: { ...noCounts, ...counts },
    owned: { before: 0, after: 0 },
    digest: `sha256:${'5f'.repeat(32)}`,
    ...given,
  };
}
