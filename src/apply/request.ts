// What a transaction is asked to do, and what it says it did.

import type { Json } from '../model/json.ts';
import type { HostLock } from '../model/target.ts';

/** One file to be written (or removed). */
export interface FileChange {
  /** Absolute path as the descriptor names it; a symbolic link stays one, the file it leads to is replaced. */
  readonly path: string;
  /** Written in this order: targets, then manifests, then records. Only targets are backed up under their label. */
  readonly role: 'target' | 'manifest' | 'record';
  /** Names the folder of its backups: the target's name, or `manifest`. */
  readonly label: string;
  /** The bytes that the plan was made from; undefined where there was no file. */
  readonly before: Uint8Array | undefined;
  /**
   * The next bytes from the current ones; undefined means that the file goes. Pure. Called again on another writer's
   * bytes. Throws HatchError (`stale`) when a guard does not hold on them, (`bug`) when the proof fails.
   */
  readonly render: (current: Uint8Array | undefined) => Uint8Array | undefined;
  /** Does what was written still stand in these bytes, whatever else does? Undefined: in no bytes but those written. */
  readonly stands?: (current: Uint8Array | undefined) => boolean;
  /** Mode of a new file, or the mode a file with a resolved secret is tightened to. Undefined keeps / 0600 for new. */
  readonly mode: number | undefined;
  /** Write through the inode, not atomically; asked for by the user. */
  readonly inPlace: boolean;
  /** The host's own lock on the file. */
  readonly hostLock?: HostLock;
}

export interface TransactionRequest {
  readonly owner: string;
  /** The command line in words, for history; never holds a secret. */
  readonly command: string;
  /** `apply`, `rollback`, `restore`, … */
  readonly kind: string;
  readonly changes: readonly FileChange[];
  readonly backup: boolean;
  /** Milliseconds to wait after the last write before looking whether a host put its own back. Default 0. */
  readonly settle?: number;
  /** Kept with the run for `history` and `rollback`: values before and after, without secrets. */
  readonly details: Json;
}

/** One file of a run, as history keeps it. */
export interface RunFile {
  readonly path: string;
  /** The file that was really written, links resolved. */
  readonly real: string;
  readonly role: FileChange['role'];
  readonly label: string;
  /** SHA-256 in hex; undefined where there was no file. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly modeBefore: number | undefined;
  readonly modeAfter: number | undefined;
  /** Path of the backup of the bytes that were last before our write; undefined with `--no-backup` or a new file. */
  readonly backup: string | undefined;
  /** How often another program wrote in between and was merged. */
  readonly restaged: number;
  /** After the settle time what was written was no longer there. */
  readonly putBack: boolean;
}

export interface Run {
  /** Sortable: `<YYYYMMDD>T<HHMMSS>Z-<random>`. */
  readonly id: string;
  readonly owner: string;
  readonly command: string;
  readonly kind: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly ended: string | undefined;
  readonly state: 'done' | 'undone' | 'open';
  readonly files: readonly RunFile[];
  /** Folders that the run created, parents first. */
  readonly folders: readonly string[];
  readonly details: Json;
}
