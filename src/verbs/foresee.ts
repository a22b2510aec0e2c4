// What the next plan would say if a planned run were carried out: the manifest planned over the files as they would be.

import { encodeText } from '../formats/index.ts';
import { HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { EntryPlan, Plan, TargetPlan } from '../model/plan.ts';
import { placeKey } from '../model/record.ts';
import { keyPath, readKey } from '../state/records.ts';
import { layered } from '../system/layered.ts';
import { changesOf, type Planned } from './carry-out.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { plan } from './plan.ts';

/** What the next apply would do to an entry. */
export interface NextStep {
  readonly target: string;
  readonly entry: EntryPlan;
}

/** By file, place and name of an entry. */
export type Foresight = ReadonlyMap<string, NextStep>;

/** Tells an entry of one plan in another. */
export function entryKey({ files, recordPath }: TargetPlan, { file: index, place, name }: EntryPlan): string {
  const file = files[index];
  const container = file?.containers.get(place);
  return JSON.stringify([container && placeKey({ file: recordPath ?? file?.path ?? '', place, container }), name]);
}

/**
 * All that the next apply would change or ask about. `planRun` plans the run that comes before; it is planned again
 * where this machine has no key yet, since without one no sensitive value is known again. Undefined where the next plan
 * cannot be known: no manifest, or one that stops planning.
 */
export async function foresee(
  ports: ReadPorts,
  { manifest, variables = {}, root }: PlanOptions,
  planRun: (ports: ReadPorts) => Promise<Planned>,
): Promise<Foresight | undefined> {
  const { system, surroundings } = ports;
  const anyKey = new Map([[keyPath(surroundings), encodeText('0'.repeat(64))]]);
  const hasKey = readKey(system, surroundings) !== undefined;
  const keyed = hasKey ? ports : { ...ports, system: layered(system, surroundings, anyKey) };
  try {
    const { changes } = changesOf(await planRun(keyed), surroundings.platform);
    const files = changes.map(({ path, render }) => [path, render(keyed.system.read(path))] as const);
    const next = { ...ports, system: layered(keyed.system, surroundings, new Map(files)) };
    // As it is planned by itself: nothing that was said on this command line is said again.
    return stepsOf(await plan(next, { manifest, variables, root }));
  } catch (error) {
    // The run itself, or the next command, says it better.
    if (error instanceof HatchError && error.exit !== 'bug') return undefined;
    throw error;
  }
}

function stepsOf(next: Plan): Foresight {
  const steps = next.targets.flatMap((target) =>
    target.entries
      .filter((entry) => entry.edit !== undefined || (entry.conflict !== undefined && entry.answer === undefined))
      .map((entry) => [entryKey(target, entry), { target: target.name, entry }] as const),
  );
  return new Map(steps);
}

/** Does the finding say what the next apply does to an entry? */
export function isNextFinding({ code }: Finding): boolean {
  return code === 'next-apply';
}

/** The step as a warning on the entry before it. */
export function nextFinding({ target, entry }: NextStep): Finding {
  const { rule, place } = entry.reason;
  return {
    code: 'next-apply',
    severity: 'warning',
    message: `the next apply ${doing(entry)}${rule ? ` (rule ${rule})` : ''}`,
    target,
    server: entry.name,
    ...(place !== undefined && { place }),
  };
}

function doing({ edit, conflict, answer }: EntryPlan): string {
  if (conflict !== undefined && answer === undefined) return 'asks what is to become of it';
  if (edit?.kind === 'add') return 'brings it back';
  return edit?.kind === 'remove' ? 'removes it' : 'puts back what the manifest wants';
}
