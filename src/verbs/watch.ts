// `watch`: drift, told as files change. It looks again and again at all that its last answer came from, instead of asking
// the system for events: a home on a network sends none, a file that is renamed over takes its events along, and a
// burst of hundreds is one difference. A few dozen small reads each time cost less than a process that is woken often.

import { sha256 } from '../model/digest.ts';
import { HatchError } from '../model/errors.ts';
import type { EntryPlan, Plan } from '../model/plan.ts';
import type { System } from '../system/system.ts';
import { stillHolds, tracing } from '../system/trace.ts';
import { apply } from './apply.ts';
import { drift } from './drift.ts';
import type { ApplyOptions, ApplyReport, PlanOptions, WritePorts } from './options.ts';

export interface WatchOptions {
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** How to put back what drifted; undefined where it is only told. */
  readonly mend?: ApplyOptions | undefined;
}

/** What is told, with the time. A difference is told once, however long it stands. */
export type WatchEvent = { readonly at: Date } & (
  | { readonly kind: 'drift' | 'no-drift'; readonly plan: Plan }
  | { readonly kind: 'mended'; readonly report: ApplyReport }
  /** Somebody else puts it back each time: it is left until it is quiet for a while. */
  | { readonly kind: 'given-up'; readonly entries: readonly string[] }
  | { readonly kind: 'failed'; readonly error: HatchError }
);

/** So often an entry is put back within that time (milliseconds): who goes on would wear out disk and backups. */
const patience = { times: 3, within: 600_000 };

/** A burst of writes is over after this (milliseconds). */
const settle = 300;

/** Goes on until SIGINT or SIGTERM; the first event says how it stands. Throws HatchError (`usage`) as `drift` does. */
export async function watch(
  ports: WritePorts,
  options: PlanOptions,
  { interval, mend }: WatchOptions,
  tell: (event: WatchEvent) => void,
): Promise<void> {
  const { system, surroundings } = ports;
  const stop = system.watchSignals();
  const mended = new Map<string, readonly number[]>();
  let told: string | undefined;
  try {
    for (;;) {
      const traced = tracing(system, surroundings, sha256);
      const found = await look(traced, options);
      const now = fingerprint(found);
      const isNew = now !== told;
      told = now;
      if (isNew) tell({ at: system.now(), ...found });
      if (isNew && mend !== undefined && found.kind === 'drift') {
        const said = await putBack(ports, options, mend, found.plan, mended);
        for (const event of said) tell(event);
        if (system.interrupted() !== undefined) return;
        if (said.some(({ kind }) => kind === 'mended')) {
          // Whatever stands now has not been told.
          told = undefined;
          continue;
        }
      }
      const trace = traced.trace();
      do {
        if (await interruptedWithin(system, interval)) return;
      } while (trace !== undefined && stillHolds(trace, system, surroundings, sha256));
      if (await interruptedWithin(system, settle)) return;
    }
  } finally {
    stop();
  }
}

type Found =
  | { readonly kind: 'drift' | 'no-drift'; readonly plan: Plan }
  | { readonly kind: 'failed'; readonly error: HatchError };

/** A record that cannot be read now may be whole again soon: that is told, and watched like all else. */
async function look(traced: ReturnType<typeof tracing>, options: PlanOptions): Promise<Found> {
  try {
    const plan = await drift(traced, options);
    const isCalm = driftedOf(plan).length === 0 && plan.targets.every(({ state }) => state !== 'unreadable');
    return { kind: isCalm ? 'no-drift' : 'drift', plan };
  } catch (error) {
    if (!(error instanceof HatchError) || error.exit === 'usage') throw error;
    return { kind: 'failed', error };
  }
}

interface DriftedEntry {
  readonly target: string;
  readonly entry: EntryPlan;
}

function driftedOf(plan: Plan): readonly DriftedEntry[] {
  const verdicts = new Set(['drift', 're-add', 'host-reset']);
  return plan.targets.flatMap(({ name, entries }) =>
    entries.filter(({ verdict }) => verdicts.has(verdict)).map((entry) => ({ target: name, entry })),
  );
}

function fingerprint(found: Found): string {
  if (found.kind === 'failed') return `failed ${found.error.message}`;
  const states = found.plan.targets.map(({ name, state }) => [name, state]);
  const drifted = driftedOf(found.plan).map(({ target, entry }) => [target, entry.name, entry.verdict, entry.fields]);
  return JSON.stringify([states, drifted]);
}

/** Applies the manifest to what drifted and to nothing else; conflicts are left for a person. */
async function putBack(
  ports: WritePorts,
  options: PlanOptions,
  how: ApplyOptions,
  plan: Plan,
  mended: Map<string, readonly number[]>,
): Promise<readonly WatchEvent[]> {
  const { system } = ports;
  const at = system.now();
  const recent = ({ target, entry }: DriftedEntry) =>
    (mended.get(`${target}/${entry.name}`) ?? []).filter((time) => at.getTime() - time < patience.within);
  const all = driftedOf(plan).filter(({ entry }) => entry.place === 'servers');
  const due = all.filter((one) => recent(one).length < patience.times);
  const left = all.filter((one) => !due.includes(one)).map(({ target, entry }) => `${target}/${entry.name}`);
  const events: WatchEvent[] = left.length === 0 ? [] : [{ at, kind: 'given-up', entries: left }];
  if (due.length === 0) return events;
  for (const one of due) mended.set(`${one.target}/${one.entry.name}`, [...recent(one), at.getTime()]);
  for (const target of new Set(due.map((one) => one.target))) {
    const servers = due.filter((one) => one.target === target).map(({ entry }) => entry.name);
    const only = { ...options, hosts: [target], servers, pattern: undefined, skipConflicts: true };
    const event = await applied(ports, only, how);
    if (event !== undefined) events.push(event);
    if (system.interrupted() !== undefined) break;
  }
  return events;
}

/** Undefined where there was nothing to be written, or a signal came. */
async function applied(ports: WritePorts, only: PlanOptions, how: ApplyOptions): Promise<WatchEvent | undefined> {
  try {
    const report = await apply(ports, only, { ...how, interaction: undefined, autoApprove: true });
    return report.run && { at: ports.system.now(), kind: 'mended', report };
  } catch (error) {
    if (!(error instanceof HatchError)) throw error;
    if (error.exit === 'interrupted' || error.exit === 'terminated') return undefined;
    return { at: ports.system.now(), kind: 'failed', error };
  }
}

/** Waits in small steps, so that a signal ends it at once. */
async function interruptedWithin(system: System, milliseconds: number): Promise<boolean> {
  for (let left = milliseconds; left > 0; left -= 100) {
    if (system.interrupted() !== undefined) return true;
    await system.pause(Math.min(left, 100));
  }
  return system.interrupted() !== undefined;
}
