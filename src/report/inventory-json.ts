// Servers and hosts as they stand on this machine, as data.

import type { FoundEntry, Inventory } from '../model/inventory.ts';
import { isArray, type Json } from '../model/json.ts';
import type { HostDetails } from './inventory.ts';
import { tidy } from './json.ts';
import { type Masks, masks } from './mask.ts';
import { stateWord } from './words.ts';

/** Entries as data; `details` adds every field. */
export function serversJson(found: Inventory, details: boolean): Json {
  const shown = masks();
  return found.targets.flatMap((target) => target.entries.map((entry) => entryJson(entry, shown, details)));
}

function entryJson(entry: FoundEntry, shown: Masks, details: boolean): Json {
  const runs = entry.runs === undefined ? undefined : shown.show(entry.runs);
  return tidy({
    target: entry.target,
    host: entry.host,
    server: entry.server,
    path: entry.path,
    transport: entry.transport,
    command: isArray(runs) ? runs : undefined,
    url: typeof runs === 'string' ? runs : undefined,
    enabled: entry.enabled,
    managed: entry.owner !== undefined,
    owner: entry.owner,
    environment: entry.reason.environment,
    rule: entry.reason.rule,
    source: entry.source,
    state: stateWord(entry)[0],
    verdict: entry.verdict,
    fields: details ? entry.fields.map(({ pointer, value }) => ({ pointer, value: shown.show(value) })) : undefined,
  });
}

/** Hosts as data, with what `details` knows of each. */
export function hostsJson(found: Inventory, details: readonly HostDetails[]): Json {
  return found.targets.map((target) => {
    const { name, host, title, scope, path, present, state, entries } = target;
    const known = details.find((one) => one.id === host && one.scope === scope);
    return tidy({
      target: name,
      host,
      title,
      scope,
      path,
      present,
      state,
      servers: entries.map(({ server }) => server),
      managed: entries.filter(({ owner }) => owner !== undefined).length,
      ...(known && {
        format: known.format,
        transports: known.transports,
        reference: known.reference,
        docs: known.docs,
        checked: known.checked,
        notes: known.notes,
        candidates: known.candidates.map((candidate) => ({ ...candidate })),
      }),
    });
  });
}
