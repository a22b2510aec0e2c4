// One transaction over all files: rendered, journalled, backed up, staged, replaced; or nothing at all.

import { HatchError } from '../model/errors.ts';
import type { System } from '../system/system.ts';
import { closeRun, runOf } from './history.ts';
import { codeOf, reasonOf } from './home.ts';
import { withLines } from './journal.ts';
import { requireHeld, stopIfInterrupted } from './lock.ts';
import { blamed, blaming, prepare } from './prepare.ts';
import type { Run, TransactionRequest } from './request.ts';
import { applyRetention } from './retention.ts';
import { forgetRuns } from './run-retention.ts';
import { attempt, isCommitted, steps, undoAll, type Work } from './steps.ts';
import { incomplete, type Trouble } from './undo.ts';

/**
 * Writes all files of the request, or none. To be called inside `withLocks` for the same owner and paths.
 * Files whose bytes and mode would not change are left out; when none is left, nothing is written and no run is kept.
 *
 * Throws HatchError, with nothing written: what a `render` throws, `refused` (a file that cannot be replaced), `failed`
 * (one that cannot be read), `locked` (the locks are not ours), `interrupted`, `terminated`; everything undone:
 * `undone`; or `undo-incomplete`, whose message names each file. A signal after the commit does not stop the run.
 */
export async function transact(system: System, home: string, request: TransactionRequest): Promise<Run> {
  const preparation = await blamed('failed', home, () => prepare(system, home, request));
  const journal = withLines(preparation.begin, []);
  if (journal.files.length === 0) return runOf(journal, 'done', preparation.begin.started);
  blaming('failed', home, () => requireHeld(system, home, journal.begin.locks));
  const work: Work = { ...preparation, system, home, journal, settle: request.settle ?? 0, run: undefined };
  const run = await go(work).catch(async (error: unknown) => {
    throw failure(error, await undoAll(work));
  });
  // The run is over; whatever of this does not succeed, the next one does.
  attempt(() => closeRun(system, home, run.id));
  attempt(() => applyRetention(system, home));
  attempt(() => forgetRuns(system, home));
  return run;
}

async function go(work: Work): Promise<Run> {
  const { system } = work;
  for (const step of steps) {
    await system.pause(0);
    if (!isCommitted(work)) stopIfInterrupted(system);
    await step.act(work);
  }
  return work.run ?? runOf(work.journal, 'done', system.now().toISOString());
}

/** What to throw for an error after which everything, or not everything, was undone. */
function failure(error: unknown, troubles: readonly Trouble[]): unknown {
  const known = codeOf(error) !== undefined || error instanceof HatchError;
  if (troubles.length > 0) return incomplete(error, troubles);
  if (!known) return error;
  const kept: readonly string[] = ['interrupted', 'terminated', 'undone'];
  if (error instanceof HatchError && kept.includes(error.exit)) return error;
  const { hint, findings } = error instanceof HatchError ? error : { hint: undefined, findings: [] };
  const message = `${reasonOf(error)}; everything was undone.`;
  return new HatchError('undone', message, { ...(hint === undefined ? {} : { hint }), findings, cause: error });
}
