// Targets that are planned already as a plan of their owner's: for `rollback`, `backup restore` and `doctor --fix`.

import type { Plan, TargetPlan } from '../model/plan.ts';
import { countOf } from '../plan/assemble.ts';
import { planDigest } from '../plan/digest.ts';
import { serversPlace } from '../state/actual.ts';
import type { Owner, RecordStore } from '../state/records.ts';
import type { Planned } from './carry-out.ts';
import type { PlanOptions, ReadPorts } from './options.ts';
import { consentsOf } from './plan.ts';

/** The plan owns as much afterwards as before: what it takes away was asked for. */
export function plannedTargets(
  { system, surroundings }: ReadPorts,
  options: PlanOptions,
  owner: Owner,
  stores: readonly RecordStore[],
  targets: readonly TargetPlan[],
): Planned {
  const filters = { hosts: undefined, servers: undefined, pattern: undefined };
  const owned = stores
    .flatMap(({ record }) => record.places)
    .reduce((sum, { entries }) => sum + Object.keys(entries).length, 0);
  const plan: Plan = {
    owner: owner.name,
    manifest: undefined,
    environment: undefined,
    filters,
    partial: false,
    targets,
    findings: [],
    counts: countOf(targets.flatMap(({ entries }) => entries).filter(({ place }) => place === serversPlace)),
    owned: { before: owned, after: owned },
    digest: planDigest(owner.name, undefined, filters, consentsOf(options), targets),
  };
  const contextOf = () => ({ reader: system, surroundings, home: '', manifestDir: '' });
  return { plan, stores, owner, contextOf, beside: [] };
}
