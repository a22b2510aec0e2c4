// `sync`: a rule that holds once. Planned and written as every rule is; what it adds stays until a command removes it.

import { HatchError } from '../model/errors.ts';
import type { Policies } from '../model/manifest.ts';
import type { Plan } from '../model/plan.ts';
import { carryOut, type Planned } from './carry-out.ts';
import { type Destination, destinations } from './destinations.ts';
import { foresee } from './foresee.ts';
import type { ApplyOptions, ApplyReport, PlanOptions, ReadPorts, WritePorts } from './options.ts';
import { foretold, plannedOnce } from './planned-once.ts';
import { plannedRule } from './sync-save.ts';
import { type SyncFrom, type SyncSource, syncSource } from './sync-source.ts';
import { refusalOfUndone } from './undone-next.ts';

/** A one-off rule; which servers, the plan options say. */
export interface SyncChoice {
  readonly from: SyncFrom;
  /** Targets, groups, hosts, or `all`. */
  readonly to: readonly string[];
  /** Also remove what an earlier one put there and the source no longer has. */
  readonly mirror: boolean;
  /** Write what the next apply would put back, although nobody sees the plan. */
  readonly override: boolean;
  /** Append the rule to the manifest, and apply that. */
  readonly save: boolean;
  /** For targets, as a manifest would say them; a server's own win. */
  readonly policies: Pick<Policies, 'references' | 'onUnsupported'>;
}

export interface SyncReport extends ApplyReport {
  readonly from: SyncFrom;
  readonly servers: readonly string[];
  /** The manifest that the rule was saved in. */
  readonly saved: string | undefined;
}

/** What a sync would do; writes nothing. Throws HatchError for what cannot be planned. */
export async function planSync(ports: ReadPorts, options: PlanOptions, choice: SyncChoice): Promise<SyncReport> {
  const { planned, source, saved } = await plannedSync(ports, options, choice, '');
  const { plan } = planned;
  const { from, servers } = source;
  return { plan, run: undefined, exit: 'done', findings: plan.findings, from, servers, saved };
}

/** Throws HatchError as `apply` does; `conflicts` where the next apply would undo what nobody saw. */
export async function sync(
  ports: WritePorts,
  options: PlanOptions,
  choice: SyncChoice,
  how: ApplyOptions,
): Promise<SyncReport> {
  let last: Synced | undefined;
  const plan = async (asked: PlanOptions) => {
    last = await plannedSync(ports, asked, choice, how.command);
    return last.planned;
  };
  const refusesUnseen = (made: Plan) => (choice.override ? undefined : refusalOfUndone(made));
  const report = await carryOut(ports, { kind: 'sync', plan, removes: false, refusesUnseen }, options, how);
  const { from, servers } = last?.source ?? { from: choice.from, servers: [] };
  return { ...report, from, servers, saved: report.run && last?.saved };
}

interface Synced {
  readonly planned: Planned;
  readonly source: SyncSource;
  readonly saved: string | undefined;
}

async function plannedSync(
  ports: ReadPorts,
  options: PlanOptions,
  choice: SyncChoice,
  command: string,
): Promise<Synced> {
  const source = await syncSource(ports, options, choice.from);
  const { targets, words } = destinations(ports, source.loaded, options, choice.to);
  const others = targets.filter(({ target }) => target.located.path !== source.host?.target.located.path);
  if (others.length === 0) throw nowhere(choice);
  const to = others.map((one) => withPolicies(one, choice.policies));
  const titled = (planned: Planned): Planned => ({ ...planned, plan: { ...planned.plan, title: titleOf(source, to) } });
  if (choice.save) {
    if (Object.keys(choice.policies).length > 0) throw policiesUnsaved();
    const names = to.map(({ target }) => target.name);
    const saved = await plannedRule(ports, options, { source, words, names, mirror: choice.mirror });
    return { planned: titled(saved.planned), source, saved: saved.path };
  }
  const run = (through: ReadPorts) =>
    plannedOnce(through, options, { source, to, mirror: choice.mirror, written: { command, ...origin(source) } });
  const planned = await run(ports);
  const foresight = await foresee(ports, options, run);
  return { planned: titled({ ...planned, plan: foretold(planned.plan, foresight) }), source, saved: undefined };
}

/** Tells the environments of one manifest from those of another. */
function origin({ from, loaded }: SyncSource): { readonly manifest?: string } {
  return from.kind === 'environment' && loaded !== undefined ? { manifest: loaded.path } : {};
}

function withPolicies({ target, named }: Destination, policies: SyncChoice['policies']): Destination {
  return { target: { ...target, policies: { ...target.policies, ...policies } }, named };
}

function policiesUnsaved(): HatchError {
  return new HatchError('usage', 'a rule has no policies: --references and --on-unsupported cannot be saved with it', {
    hint: 'say `references` or `onUnsupported` at a target, a server or `defaults` of the manifest',
  });
}

function nowhere({ to, from }: SyncChoice): HatchError {
  if (!to.includes('all')) {
    return new HatchError('usage', `${from.name} cannot be synced to itself`, {
      hint: 'name another host: `hatch hosts` lists them',
    });
  }
  return new HatchError('usage', `there is no other host that ${from.name} could be synced to`, {
    hint: 'no other host is on this machine: name one (`hatch hosts` lists them), with --create to create its file',
  });
}

function titleOf({ from, servers }: SyncSource, to: readonly Destination[]): string {
  const names = to.map(({ target }) => target.name).join(', ');
  const what = servers.length === 0 ? 'no servers' : servers.join(', ');
  return `Sync from ${from.kind} ${from.name} to ${names}: ${what}`;
}
