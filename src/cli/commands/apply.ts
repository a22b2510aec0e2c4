// `hatch apply`: plans again, asks, and writes.

import { HatchError } from '../../model/errors.ts';
import { pendingExit } from '../../plan/stops.ts';
import { renderPlan } from '../../report/text.ts';
import { apply } from '../../verbs/apply.ts';
import type { ApplyOptions, PlanOptions } from '../../verbs/options.ts';
import { plan } from '../../verbs/plan.ts';
import { remember } from '../../verbs/rest.ts';
import type { Call, Outcome } from '../call.ts';
import type { FlagName } from '../flags.ts';
import { readPlanFile } from '../plan-file.ts';
import { verifying } from '../speaking.ts';
import { applyOptions, planOptions, valuesOf } from '../values.ts';
import { version } from '../version.ts';
import { writtenOutcome } from '../written.ts';

/** What a saved plan has decided already. */
const decided: readonly FlagName[] = [
  'environment',
  'host',
  'servers',
  'pattern',
  'root',
  'take',
  'keep',
  'skip-conflicts',
  'externalize',
  'same-owner',
  'from-owner',
  'again',
  'create',
  'prune-moved',
  'approve',
];

export async function execute(call: Call): Promise<Outcome> {
  const [file] = call.arguments;
  const how = { ...applyOptions(call), verify: await verifying(call) };
  if (file === undefined) return carryOut(call, planOptions(call.values), how);
  const clash = decided.find((flag) => call.given.has(flag));
  if (clash !== undefined) throw new HatchError('usage', `--${clash} cannot be given together with a saved plan`);
  const saved = readPlanFile(call.ports, file);
  const variables = call.values.pairs('var');
  const missing = saved.variables.find((name) => !Object.hasOwn(variables, name));
  if (missing !== undefined) {
    throw new HatchError('usage', `${file} was made with --var ${missing}=…`, { hint: 'give the same value again' });
  }
  const manifest = call.values.text('manifest') ?? manifestHere(call, saved.options.manifest);
  const options = { ...saved.options, manifest, variables };
  return carryOut(call, options, { ...how, interaction: undefined, approve: saved.digest, volatile: saved.volatile });
}

/** Where it was when the plan was made, or, on another machine, where it is found from here: the digest tells whether it is it. */
function manifestHere({ ports }: Call, path: string | undefined): string | undefined {
  return path === undefined || ports.system.stat(path) === undefined ? undefined : path;
}

async function carryOut(call: Call, options: PlanOptions, how: ApplyOptions): Promise<Outcome> {
  const report = await apply(call.ports, options, how);
  const outcome = writtenOutcome(call, report, { verb: 'Applied', options, wasShown: how.interaction !== undefined });
  return report.exit === 'done' ? { ...outcome, after: () => rememberRest(call) } : outcome;
}

/** What a bare `plan` says from now on, as long as nothing changes. */
function rememberRest({ ports, look }: Call): Promise<void> {
  const colour = look.paint('x', 'bold') !== 'x';
  return remember(ports.system, ports.surroundings, { build: version, colour, width: look.width }, async (traced) => {
    const made = await plan(traced, planOptions(valuesOf(new Map(), traced.surroundings)));
    return pendingExit(made) === 'done' ? `${renderPlan(made, look)}\n` : undefined;
  });
}
