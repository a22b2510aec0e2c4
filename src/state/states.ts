// The three states of every target, read and side by side: what the plan is made from.

import type { Host } from '../hosts/index.ts';
import type { Finding } from '../model/finding.ts';
import type { Manifest } from '../model/manifest.ts';
import type { Filters } from '../model/plan.ts';
import type { PlaceRecord } from '../model/record.ts';
import type { Scope } from '../model/target.ts';
import type { Actual, PlaceRequest } from './actual.ts';
import type { DesiredTarget } from './desired.ts';
import type { OtherClaim, RecordStore } from './records.ts';

export interface TargetStates {
  readonly name: string;
  readonly host: Host;
  readonly scope: Scope;
  readonly request: PlaceRequest;
  /** What `${home}` means there. */
  readonly home: string;
  /** `current`: the manifest names it; `retired`: it once did; `moved`: it is now elsewhere. */
  readonly situation: 'current' | 'retired' | 'moved';
  /** There is evidence of the host on this machine. */
  readonly present: boolean;
  /** Create the file although there is none. */
  readonly create: boolean;
  /** Named on the command line: being absent is then an error. */
  readonly named: boolean;
  readonly exclusive: boolean;
  readonly inPlace: boolean;
  readonly actual: Actual;
  readonly desired: DesiredTarget;
  readonly store: RecordStore;
  /** Place id → our record of it. */
  readonly records: ReadonlyMap<string, PlaceRecord>;
  /** Other targets that read the same place. */
  readonly sharedWith: readonly string[];
  /** Other owners' records of the same file. */
  readonly others: readonly OtherClaim[];
}

export interface States {
  readonly owner: string;
  /** Undefined where no manifest is asked: every recorded entry is then undesired. */
  readonly manifest: Manifest | undefined;
  readonly environment: { readonly name: string; readonly from: string } | undefined;
  readonly filters: Filters;
  readonly passes: (name: string) => boolean;
  readonly targets: readonly TargetStates[];
  readonly stores: readonly RecordStore[];
  readonly findings: readonly Finding[];
}
