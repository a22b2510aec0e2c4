// What a plan is made from: the options of every verb that plans, and what a saved plan keeps to be made again.

/** What a plan is made from, as a person says it. */
export interface PlanInputs {
  /** Path of the manifest; else it is searched for. */
  readonly manifest?: string | undefined;
  readonly environment?: string | undefined;
  /** Overrides of `variables:`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Target names or host ids. What they leave out is neither changed nor pruned. */
  readonly hosts?: readonly string[] | undefined;
  /** Exact server names. */
  readonly servers?: readonly string[] | undefined;
  /** A regular expression for server names. */
  readonly pattern?: string | undefined;
  /** Every path of a host lies below this folder, absolute. */
  readonly root?: string | undefined;
  /** Create the files of hosts that are not on this machine. */
  readonly create?: boolean;
  /** Touch the old file of a target that now lies elsewhere. */
  readonly pruneMoved?: boolean;
  /** `target/server`, `server` or `all`. */
  readonly take?: readonly string[];
  readonly keep?: readonly string[];
  readonly skipConflicts?: boolean;
  /** Entries whose literal may be replaced by the manifest's reference. */
  readonly externalize?: readonly string[];
  /** The record was written from another manifest of this name: go on. */
  readonly sameOwner?: boolean;
  /** Take over the entries of this owner. */
  readonly fromOwner?: string | undefined;
  /** Bring back what a rollback took off. */
  readonly again?: boolean;
}
