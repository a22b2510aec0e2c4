// One target's three states, side by side, from its place on this machine and what was read of it.

import type { Platform } from '../model/target.ts';
import { type Actual, containersOf, type PlaceRequest } from '../state/actual.ts';
import type { DesiredTarget } from '../state/desired.ts';
import { isAmong, type RecordStore, type readOtherOwners, recordsOf, storeFor } from '../state/records.ts';
import type { TargetStates } from '../state/states.ts';
import type { ResolvedTarget } from '../state/targets.ts';

/** What was read, and what a person said of the target. */
interface Known {
  readonly platform: Platform;
  readonly actual: Actual;
  readonly desired: DesiredTarget;
  readonly stores: readonly RecordStore[];
  readonly others: ReturnType<typeof readOtherOwners>;
  /** Create its file although the host is not here. */
  readonly create: boolean;
  /** Named on the command line. */
  readonly named: boolean;
}

export function targetStates(target: ResolvedTarget, known: Known): TargetStates {
  const { located, policies } = target;
  const { platform, actual, desired, stores, others, create, named } = known;
  const store = storeFor(stores, platform, located.path);
  const containers = containersOf(located);
  return {
    name: target.name,
    host: target.host,
    scope: target.scope,
    request: requestOf(target),
    home: target.home,
    situation: 'current',
    present: located.present,
    create: create || policies.create === true,
    named,
    exclusive: policies.exclusive === true,
    inPlace: policies.inPlace === true,
    actual,
    desired,
    store,
    records: recordsOf(store, platform, located.path, containers),
    sharedWith: [],
    others: others.filter(({ file, place }) => file === located.path && isAmong(containers, place)),
  };
}

/** What is needed to read the target's place. */
export function requestOf({ located, symbolic }: ResolvedTarget): PlaceRequest {
  return {
    path: located.path,
    symbolic,
    format: located.format,
    placement: located.placement,
    satellites: located.satellites,
  };
}
