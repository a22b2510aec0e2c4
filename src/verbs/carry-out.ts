// From a plan to written files: conflicts, consent, locks, the plan again, and one transaction.

import { runDetails } from '../apply/details.ts';
import { codeOf } from '../apply/home.ts';
import { ensureKey } from '../apply/key.ts';
import { isAnyHeld } from '../apply/lock.ts';
import { type LockRequest, withLocks } from '../apply/locked.ts';
import { type ContextOf, materialise, type Remembered } from '../apply/materialise.ts';
import { nextRecords, recordChange } from '../apply/record-changes.ts';
import { recover } from '../apply/recover.ts';
import type { FileChange, Run } from '../apply/request.ts';
import { transact } from '../apply/transaction.ts';
import { type ExitName, HatchError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import { hasChanges, isWritten, openConflicts, type Plan } from '../model/plan.ts';
import { hatchHome, type Owner, type RecordStore, recordsOf, storeFor } from '../state/records.ts';
import type { Surroundings } from '../system/system.ts';
import type { ApplyOptions, ApplyReport, PlanOptions, WritePorts } from './options.ts';
import { check, type Limits, staleError } from './refusals.ts';

/** A plan with what is needed to write it. */
export interface Planned {
  readonly plan: Plan;
  readonly stores: readonly RecordStore[];
  /** Whose run it is, and where that manifest lies. */
  readonly owner: Owner;
  /** Where the plan itself is for none: that of the run that is undone. */
  readonly environment?: string | undefined;
  readonly contextOf: ContextOf;
  /** Files beside the targets: the manifest, where the command edits it. */
  readonly beside: readonly FileChange[];
}

export interface Intent extends Limits {
  readonly kind:
    | 'apply'
    | 'rollback'
    | 'restore'
    | 'fix'
    | 'destroy'
    | 'adopt'
    | 'accept'
    | 'forget'
    | 'sync'
    | 'configure'
    | 'remove';
  /** Plans from the files as they are now. */
  readonly plan: (options: PlanOptions) => Promise<Planned>;
  readonly undoes?: string;
}

/** Throws HatchError with the exit code of the table; nothing is written then, or all of it undone. */
export async function carryOut(
  ports: WritePorts,
  intent: Intent,
  options: PlanOptions,
  how: ApplyOptions,
): Promise<ApplyReport> {
  await endUnfinished(ports, how.command);
  let asked = options;
  let planned = await intent.plan(asked);
  let changed = false;
  for (;;) {
    asked = await settle(planned.plan, asked, how);
    if (asked !== options) planned = await intent.plan(asked);
    planned = await acceptable(ports, intent, asked, how, planned);
    if (isEmpty(planned)) return { plan: planned.plan, run: undefined, exit: 'done', findings: planned.plan.findings };
    await how.verify?.(planned.plan, planned.contextOf);
    await consent(planned, how, changed);
    const digest = planned.plan.digest;
    const request = lockRequest(planned, how, pathsToLock(planned));
    const outcome = await withLocks(ports.system, hatchHome(ports.surroundings), request, async () => {
      ensureKey(ports.system, ports.surroundings);
      const again = await intent.plan(asked);
      const isApproved = how.autoApprove && how.verify === undefined && openConflicts(again.plan).length === 0;
      if (again.plan.digest !== digest && !isApproved) return { again };
      // Where another run was midway as the first plan was made, what it had written by then was not to be locked.
      if (!pathsToLock(again).every((path) => request.paths.includes(path))) return { again, isToBeLocked: true };
      check(again.plan, intent, asked, how);
      return { again, run: await write(ports, intent, again, how) };
    });
    planned = outcome.again;
    if (outcome.run !== undefined) return report(planned.plan, outcome.run);
    if (outcome.isToBeLocked === true) continue;
    const isLookedAt = how.autoApprove && how.verify !== undefined;
    if (how.interaction === undefined && !isLookedAt) throw staleError(planned.plan, digest);
    changed = true;
  }
}

/**
 * The plan, or one made anew: what another run is midway through looks like drift and conflicts, and where nobody is
 * asked a refusal counts only when that run is through. Throws as `check` does.
 */
async function acceptable(
  { system, surroundings }: WritePorts,
  intent: Intent,
  options: PlanOptions,
  how: ApplyOptions,
  planned: Planned,
): Promise<Planned> {
  try {
    check(planned.plan, intent, options, how);
    return planned;
  } catch (error) {
    if (how.interaction !== undefined) throw error;
  }
  const home = hatchHome(surroundings);
  const anew = () => intent.plan(options);
  const again = isAnyHeld(system, home)
    ? await withLocks(system, home, lockRequest(planned, how, []), anew)
    : await anew();
  check(again.plan, intent, options, how);
  return again;
}

function lockRequest({ plan }: Planned, how: ApplyOptions, paths: readonly string[]): LockRequest {
  return { owner: plan.owner, paths, timeout: how.lockTimeout ?? 30_000, command: how.command };
}

/**
 * Ends what a killed run left before anything is planned from it: half of a run looks like drift or a conflict, and a
 * plan with nothing to do would leave its journal and locks for ever. Throws HatchError `undo-incomplete` as `recover`.
 */
export async function endUnfinished({ system, surroundings }: WritePorts, command: string): Promise<void> {
  try {
    await recover(system, hatchHome(surroundings), [], { timeout: 0, command });
  } catch (error) {
    // What the system refuses now it refuses again when the locks are taken, if there is anything to write.
    if (codeOf(error) === undefined) throw error;
  }
}

/** Asks about each open conflict; the answers become consents as if given on the command line. */
async function settle(plan: Plan, options: PlanOptions, { interaction }: ApplyOptions): Promise<PlanOptions> {
  if (interaction === undefined) return options;
  const take = [...(options.take ?? [])];
  const keep = [...(options.keep ?? [])];
  const skip = [...(options.skip ?? [])];
  const externalize = [...(options.externalize ?? [])];
  let isAnswered = false;
  for (const { target, entry } of openConflicts(plan)) {
    if (entry.conflict === 'blocked' || entry.conflict === 'unreadable') continue;
    const name = `${target.name}/${entry.name}`;
    const answer = await interaction.resolve(target, entry);
    isAnswered = true;
    if (answer === 'skip') skip.push(name);
    else if (answer === 'keep') keep.push(name);
    else (entry.conflict === 'literal' ? externalize : take).push(name);
  }
  return isAnswered ? { ...options, take, keep, skip, externalize } : options;
}

function isEmpty({ plan, beside }: Planned): boolean {
  const records = plan.targets.some(({ entries }) => entries.some(({ record }) => record.kind !== 'keep'));
  return beside.length === 0 && !records && !hasChanges(plan);
}

/** A plan that only records is no change: nobody is asked. An edit of the manifest is one. */
async function consent({ plan, beside }: Planned, how: ApplyOptions, changed: boolean): Promise<void> {
  const isChange = hasChanges(plan) || beside.some(({ role }) => role === 'manifest');
  if (!isChange || how.autoApprove || how.approve !== undefined) return;
  if (how.interaction === undefined) {
    throw new HatchError('failed', 'nothing was written: there is nobody to ask', {
      hint: `approve it with --auto-approve, or just this plan with --approve ${plan.digest}`,
      plan,
    });
  }
  if (!(await how.interaction.confirm(plan, changed)))
    throw new HatchError('failed', 'nothing was written: the answer was no');
}

function pathsToLock({ plan, stores, beside }: Planned): readonly string[] {
  const targets = plan.targets.flatMap((target) =>
    target.files.filter((_, i) => isWritten(target, i)).map(({ path }) => path),
  );
  return [...new Set([...targets, ...beside.map(({ path }) => path), ...stores.map(({ path }) => path)])];
}

async function write(
  { system, surroundings }: WritePorts,
  intent: Intent,
  planned: Planned,
  how: ApplyOptions,
): Promise<Run> {
  const { plan, owner } = planned;
  const { platform } = surroundings;
  const { changes, records, secrets } = changesOf(planned, platform);
  how.onSecrets?.(secrets);
  return transact(system, hatchHome(surroundings), {
    owner: plan.owner,
    command: how.command,
    kind: intent.kind,
    changes,
    backup: how.backup ?? true,
    settle: how.settle ?? 0,
    details: runDetails(plan, records, platform, owner, planned.environment ?? plan.environment?.name, intent.undoes),
  });
}

/** All files as they would be afterwards: targets, manifest, records. Throws HatchError as `materialise` does. */
export function changesOf({ plan, stores, contextOf, beside }: Planned, platform: Surroundings['platform']) {
  const result = materialise(plan, contextOf, rememberedIn(stores, platform));
  const records = nextRecords(plan, stores, platform, result);
  const recording = [...records].map(([store, record]) => recordChange(store, record));
  const changes: readonly FileChange[] = [...result.changes, ...beside, ...recording];
  return { changes, records, secrets: result.secrets };
}

/** What the records say about a place from before our first entry. */
export function rememberedIn(stores: readonly RecordStore[], platform: Surroundings['platform']): Remembered {
  return (target, file, id) => {
    const path = target.recordPath ?? file.path;
    const place = recordsOf(storeFor(stores, platform, path), platform, path, file.containers).get(id);
    return {
      origin: target.folder === undefined ? place?.origin : undefined,
      created: place?.created === true || target.folder !== undefined,
    };
  };
}

function report(plan: Plan, run: Run): ApplyReport {
  const back = run.files.filter(({ putBack }) => putBack);
  const exit: ExitName = back.length > 0 ? 'put-back' : 'done';
  const findings = back.map(
    ({ path }): Finding => ({
      code: 'put-back',
      severity: 'error',
      message: `${path}: the host put its own back over what was written`,
      hint: 'close the host, then apply again',
      place: { file: path },
    }),
  );
  return { plan, run: run.files.length > 0 ? run : undefined, exit, findings: [...plan.findings, ...findings] };
}
