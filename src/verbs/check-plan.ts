// The servers that a plan adds or changes, spoken to before anything of it is written.

import type { ContextOf } from '../apply/materialise.ts';
import { applyChange, changeTree } from '../formats/change.ts';
import { codecs, decodeText } from '../formats/index.ts';
import { readEntries } from '../formats/place.ts';
import { splitMark } from '../formats/splice.ts';
import { findHost, type Host } from '../hosts/index.ts';
import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { type Json, object } from '../model/json.ts';
import type { EntryPlan, Plan, TargetFile, TargetPlan } from '../model/plan.ts';
import { parsePointer } from '../model/pointer.ts';
import { serversPlace } from '../state/actual.ts';
import { approachOfEntry } from './approach.ts';
import { type Checkable, type Checked, failuresIn, type Speaking, speakToAll } from './check.ts';
import type { WritePorts } from './options.ts';

/**
 * What `ApplyOptions.verify` is for. Throws HatchError `refused`, with a finding for each server that does not answer;
 * gives the servers that were spoken to.
 */
export async function checkPlan(
  ports: WritePorts,
  plan: Plan,
  contextOf: ContextOf,
  speaking: Speaking,
): Promise<readonly Checked[]> {
  const all = plan.targets.flatMap((target) =>
    target.entries.flatMap((entry) => {
      const host = findHost(target.host);
      const value = valueAfter(target, entry);
      if (host === undefined || value === undefined || entry.place !== serversPlace) return [];
      return [checkable(ports, host, target, entry, value, contextOf)];
    }),
  );
  const checked = await speakToAll(ports.system, all, speaking);
  const failures = failuresIn(checked);
  if (failures.length === 0) return checked;
  const names = failures.map(({ target, server }) => `${target}/${server}`);
  throw new HatchError(
    'refused',
    `nothing was written: ${names.join(', ')} ${failures.length === 1 ? 'does' : 'do'} not work`,
    {
      hint: 'mend what the findings say, or apply without --check',
      findings: failures.map(failed),
    },
  );
}

function failed({ target, server, probe: { state, reason = '', hint, errors = [] } }: Checked): Finding {
  const last = errors.slice(-3).map((line) => `\n${line}`);
  return {
    code: `check-${state}`,
    severity: 'error',
    message: `${reason}${last.join('')}`,
    ...(hint !== undefined && { hint }),
    ...(target !== undefined && { target }),
    server,
  };
}

function checkable(
  { surroundings }: WritePorts,
  host: Host,
  target: TargetPlan,
  entry: EntryPlan,
  value: Json,
  contextOf: ContextOf,
): Checkable {
  const context = contextOf(target);
  const cwd = target.scope === 'project' ? context.manifestDir : context.home;
  const portable = target.files[entry.file]?.symbolic.startsWith('{repository}') ?? false;
  const prepared = approachOfEntry(
    { host, name: entry.name, value, inline: entry.inline, satellites: satellitesAfter(target, entry.file), portable },
    { ...context, surroundings, asApplication: false, cwd },
  );
  return {
    target: target.name,
    server: entry.name,
    transport: prepared.approach?.transport ?? 'stdio',
    prepared,
    startupTimeout: undefined,
  };
}

/** The entry as it will stand in its file; undefined where its bytes stay or it goes. */
function valueAfter(target: TargetPlan, entry: EntryPlan): Json | undefined {
  const { edit } = entry;
  if (edit?.kind === 'add') return edit.value;
  const file = target.files[entry.file];
  if (edit?.kind !== 'fields' || file === undefined) return undefined;
  const changes = [...edit.fields].map(
    ([pointer, value]) =>
      [
        parsePointer(pointer),
        value === undefined ? ({ kind: 'remove' } as const) : ({ kind: 'set', value } as const),
      ] as const,
  );
  return applyChange(entriesOf(file, entry.place).get(entry.name), changeTree(changes));
}

function satellitesAfter(target: TargetPlan, index: number) {
  const file = target.files[index];
  return (id: string) => {
    const planned = target.entries.flatMap(({ place, name, edit }) =>
      place === id && edit?.kind === 'add' ? [[name, edit.value] as const] : [],
    );
    return object([...(file === undefined ? [] : entriesOf(file, id)), ...planned]);
  };
}

function entriesOf(file: TargetFile, place: string): ReadonlyMap<string, Json> {
  const container = file.containers.get(place);
  if (file.bytes === undefined || container === undefined) return new Map();
  const document = codecs[file.format].read(splitMark(decodeText(file.bytes)).body);
  return new Map([...readEntries(document, container)].map(([name, { value }]) => [name, value]));
}
