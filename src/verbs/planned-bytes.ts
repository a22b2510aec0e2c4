// A plan that puts whole files in place, byte for byte: for `backup restore` and `doctor --fix`.

import type { Plan, TargetPlan } from '../model/plan.ts';
import { countOf } from '../plan/assemble.ts';
import { planDigest } from '../plan/digest.ts';
import { serversPlace } from '../state/actual.ts';
import type { Owner, RecordStore } from '../state/records.ts';
import type { Planned } from './carry-out.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { consentsOf } from './plan.ts';

/** The targets, made by `undoTarget`, as a plan of their owner's. */
export function plannedBytes(
  { system, surroundings }: ReadPorts,
  options: PlanOptions,
  owner: Owner,
  stores: readonly RecordStore[],
  targets: readonly TargetPlan[],
): Planned {
  const filters = { hosts: undefined, servers: undefined, pattern: undefined };
  const plan: Plan = {
    owner: owner.name,
    manifest: undefined,
    environment: undefined,
    filters,
    partial: false,
    targets,
    findings: [],
    counts: countOf(targets.flatMap(({ entries }) => entries).filter(({ place }) => place === serversPlace)),
    owned: { before: 0, after: 0 },
    digest: planDigest(owner.name, undefined, filters, consentsOf(options), targets),
  };
  const contextOf = () => ({ reader: system, surroundings, home: '', manifestDir: '' });
  return { plan, stores, owner, contextOf, beside: [] };
}
