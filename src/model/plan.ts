// The plan: every verdict, change and finding, as a value. `report/` prints it, `apply/` carries it out.

import type { Finding, Place } from './finding.ts';
import type { Json, JsonObject } from './json.ts';
import type { EntryRecord, OnceWritten, PlaceRecord } from './record.ts';
import type { Secret } from './secret.ts';
import type { Container, FormatName, HostLock, Scope } from './target.ts';

/** One proposition about an entry (or, in the last two cases, about the whole place); see `plan/verdicts.ts`. */
export type Verdict =
  /** Somebody else's: never touched. */
  | 'unmanaged'
  /** Desired and not there. */
  | 'add'
  /** Desired, there, equal, and not yet recorded. */
  | 'adopt-equal'
  /** Desired and there, but different, and not ours: a conflict. */
  | 'collision'
  /** The manifest changed; the file is as we left it. */
  | 'update'
  | 'in-sync'
  /** Manifest and file changed to the same value: recorded only. */
  | 'converged'
  /** The file changed; the manifest did not. */
  | 'drift'
  /** Both changed, in different fields, or (a conflict) in the same. */
  | 'diverged'
  /** Somebody removed it. */
  | 're-add'
  /** No longer desired; as we left it. */
  | 'prune'
  /** No longer desired, and switched off by us (`onRemove: disable`). */
  | 'parked'
  /** No longer desired, but changed since: a conflict. */
  | 'prune-drifted'
  /** No longer desired nor there: the record goes. */
  | 'forget'
  /** The whole place was emptied or removed although we had entries in it. */
  | 'host-reset'
  /** The file cannot be read: a conflict; its bytes are never replaced. */
  | 'unreadable';

export type Conflict =
  | 'collision'
  | 'both-changed'
  | 'prune-drifted'
  | 'unreadable'
  | 'blocked'
  | 'other-owner'
  /** A literal at a sensitive position that we did not write would be replaced. */
  | 'literal';

/** How a conflict was answered. */
export type Answer = 'take' | 'keep' | 'skip';

/** A value as it may be seen: `Secret` leaves are masked by the report. */
export type Shown = Json | Secret | readonly Shown[];

/** One field before and after; undefined where it is absent. */
export interface FieldChange {
  /** RFC 6901, within the entry. */
  readonly pointer: string;
  readonly before: Shown | undefined;
  readonly after: Shown | undefined;
  /** `drift`: what somebody changed and stays (`onDrift: report`); `conflict`: stands against each other. */
  readonly kind: 'change' | 'drift' | 'conflict' | 'rotated';
}

/** Why an entry is desired, or was. */
export interface Reason {
  readonly environment: string | undefined;
  /** From 1; 0 for the implied rule; undefined for an entry that no rule gives any more. */
  readonly rule: number | undefined;
  /** Where the rule, or the server, stands in the manifest. */
  readonly place: Place | undefined;
  /** Why it is no longer desired, in words. */
  readonly note: string | undefined;
  /** The manifest still has it, elsewhere or under another name: its removal is no deletion. */
  readonly isMove: boolean;
}

/** What the plan saw at a place in an entry, and what must still stand there when it is carried out. */
export interface Guard {
  /** Within the entry; the empty pointer is the entry itself. */
  readonly pointer: string;
  readonly saw: Json | undefined;
  readonly sensitive: boolean;
  /** It is what we wrote. */
  readonly asApplied: boolean;
}

/** What becomes of an entry in its file. Values may still be templates at the pointers in `inline`. */
export type EntryEdit =
  | { readonly kind: 'add'; readonly value: Json }
  | { readonly kind: 'remove' }
  /** Pointers within the entry; a value of undefined removes the field. */
  | { readonly kind: 'fields'; readonly fields: ReadonlyMap<string, Json | undefined> };

/** What becomes of an entry's record once the edits have landed. */
export type RecordEdit =
  | { readonly kind: 'keep' }
  | { readonly kind: 'drop' }
  | {
      readonly kind: 'write';
      readonly origin: 'written' | 'found';
      /** Pointer → value to be recorded as owned (a template at `inline` pointers). */
      readonly fields: ReadonlyMap<string, Json>;
      /** Pointers whose record stays as it is: drifted, and left so. */
      readonly unchanged?: readonly string[];
      /** Switched off instead of removed. */
      readonly parked?: boolean;
    }
  /** Back to what it was, or none; `heldOff` is the digest of what a rollback took off. */
  | {
      readonly kind: 'restore';
      readonly record: EntryRecord | undefined;
      readonly heldOff: string | undefined;
      /** The place as it was recorded. */
      readonly place: Omit<PlaceRecord, 'entries'>;
    }
  /** Left as it is and not asked again until the desired or the actual values change. */
  | { readonly kind: 'kept'; readonly desired: string; readonly actual: string };

export interface EntryPlan {
  /** `servers`, or the id of a satellite. */
  readonly place: string;
  readonly name: string;
  readonly verdict: Verdict;
  readonly conflict: Conflict | undefined;
  /** The other manifest that manages the entry, where that is in the way. */
  readonly otherOwner: string | undefined;
  readonly answer: Answer | undefined;
  readonly reason: Reason;
  readonly fields: readonly FieldChange[];
  /** Pointers of fields of others that stay in the entry, or go with it when it is removed. */
  readonly foreign: readonly string[];
  readonly guards: readonly Guard[];
  /** Undefined: its bytes stay. */
  readonly edit: EntryEdit | undefined;
  /** Pointers of texts in `edit` and `record` that are templates to be resolved. */
  readonly inline: ReadonlySet<string>;
  /** Leaves whose values are recorded as digests only. */
  readonly sensitive: ReadonlySet<string>;
  /** Texts (items of lists too) that are literal secrets: never shown. */
  readonly secrets: ReadonlySet<string>;
  readonly record: RecordEdit;
  /** Not recorded, but remembered with the record. */
  readonly settings: EntrySettings;
  /** Digest of the desired entry, for `kept` and `rolledBack`; undefined where nothing is desired. */
  readonly desiredDigest: string | undefined;
  /** A rollback took this off, and what is desired has not changed since. */
  readonly heldOff: boolean;
  /** The owner has a record of it. */
  readonly owned: boolean;
  /** References that have no value here, as they are written. */
  readonly unresolved: readonly string[];
  readonly findings: readonly Finding[];
  /** Index into the target's files. */
  readonly file: number;
}

export interface EntrySettings {
  readonly environment: string | undefined;
  readonly rule: number | undefined;
  /** The target it is copied from, for a host-to-host rule. */
  readonly source: string | undefined;
  readonly protect: boolean;
  readonly onRemove: 'delete' | 'forget' | 'disable';
  /** Of one that a command writes once. */
  readonly once?: OnceWritten | undefined;
}

/** A file of a target as it was read. */
export interface TargetFile {
  /** Absolute. */
  readonly path: string;
  /** `{home}/…`, `{project}/…` or `{repository}/…`: equal on every machine. */
  readonly symbolic: string;
  readonly format: FormatName;
  /** Place id → its container in this file. */
  readonly containers: ReadonlyMap<string, Container>;
  readonly bytes: Uint8Array | undefined;
  /** Members that a new file begins with. */
  readonly fresh: JsonObject | undefined;
  /** The whole file becomes these bytes, with this mode, where nobody wrote in between; and what that does, as a clause. */
  readonly restore?: {
    readonly bytes: Uint8Array | undefined;
    readonly mode: number | undefined;
    readonly what: string;
  };
}

export interface TargetPlan {
  readonly name: string;
  /** Host id and its title. */
  readonly host: string;
  readonly title: string;
  readonly scope: Scope;
  readonly files: readonly TargetFile[];
  /** Under which path the target is recorded, if not its file's: the folder of a folder placement. */
  readonly recordPath: string | undefined;
  /** Of a folder placement: which files belong to it. */
  readonly folder: { readonly extensions: readonly string[] } | undefined;
  /**
   * `absent`: the host is not on this machine (nothing is planned); `new`: the file will be created; `reset`: its
   * entries were lost; `unreadable`: not valid, see the findings; `retired`: the manifest no longer names it.
   */
  readonly state: 'read' | 'new' | 'reset' | 'absent' | 'unreadable' | 'retired' | 'moved';
  /** Other targets that read the same place. */
  readonly sharedWith: readonly string[];
  readonly inPlace: boolean;
  /** The host's own lock on its file. */
  readonly hostLock?: HostLock;
  /** A resolved secret goes into a file that others may read: it becomes 0600. */
  readonly tightens: boolean;
  /** What a person has to do afterwards (restart, approve), in words. */
  readonly afterwards: readonly string[];
  readonly entries: readonly EntryPlan[];
  readonly findings: readonly Finding[];
}

export interface Filters {
  readonly hosts: readonly string[] | undefined;
  readonly servers: readonly string[] | undefined;
  readonly pattern: string | undefined;
}

/** Counts for the closing line; satellites are not counted. */
export interface Counts {
  readonly add: number;
  readonly update: number;
  readonly remove: number;
  /** Drifted entries, whether they are put back or left. */
  readonly drift: number;
  readonly conflicts: number;
  /** Recorded or forgotten, no byte changed. */
  readonly recorded: number;
  readonly inSync: number;
  readonly unmanaged: number;
  /** Removals that are neither a switch of environment nor of rules. */
  readonly deletions: number;
}

export interface Plan {
  /** What it is about, in words, where that is not all that a manifest says. */
  readonly title?: string | undefined;
  readonly owner: string;
  /** Absolute path of the manifest; undefined for `destroy`, `drift` and rollbacks. */
  readonly manifest: string | undefined;
  readonly environment: { readonly name: string; readonly from: string } | undefined;
  readonly filters: Filters;
  readonly partial: boolean;
  readonly targets: readonly TargetPlan[];
  /** Findings about the manifest and the whole run; those of targets and entries stand there. */
  readonly findings: readonly Finding[];
  readonly counts: Counts;
  /** Entries this owner has records of, before and after. */
  readonly owned: { readonly before: number; readonly after: number };
  /** `sha256:` and hex: what is approved. */
  readonly digest: string;
}

/** Changes are verdicts that alter bytes: has the plan any? */
export function hasChanges(plan: Plan): boolean {
  return plan.targets.some((target) => target.files.some((_, index) => isWritten(target, index)));
}

/** Does the plan alter this file of the target? */
export function isWritten({ entries, files }: TargetPlan, index: number): boolean {
  return files[index]?.restore !== undefined || entries.some(({ file, edit }) => file === index && edit !== undefined);
}

/** Entries with a conflict that nobody has answered. */
export function openConflicts(plan: Plan): readonly { readonly target: TargetPlan; readonly entry: EntryPlan }[] {
  return plan.targets.flatMap((target) =>
    target.entries
      .filter((entry) => entry.conflict !== undefined && entry.answer === undefined)
      .map((entry) => ({ target, entry })),
  );
}
