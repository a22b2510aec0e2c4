// The only door to the outside: reading, and writing on top of it. Plain data about the machine comes as Surroundings.

import type { Platform } from '../model/target.ts';

/** The machine and the user, as plain data: nothing below asks `process`. */
export interface Surroundings {
  readonly platform: Platform;
  /** The user's home directory, absolute, in the platform's own form. */
  readonly home: string;
  /** Working directory, absolute. */
  readonly cwd: string;
  /** Variables of the process; on Windows looked up without regard to case by `variable`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Numeric user, undefined on Windows. */
  readonly uid: number | undefined;
}

export interface Stat {
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Permission bits only, e.g. 0o600. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly dev: number;
  readonly ino: number;
  /** Hard links to the file. */
  readonly links: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/**
 * Reading. "Not there" (ENOENT, ENOTDIR) is a value; any other failure is thrown as Node throws it, an Error with `code`.
 */
export interface Reader {
  /** The bytes of a file, through links; undefined where there is none. */
  read(path: string): Uint8Array | undefined;
  /** What stands at `path`, a link itself not followed. */
  stat(path: string): Stat | undefined;
  /** Names in a folder, sorted; undefined where there is none. */
  list(path: string): readonly string[] | undefined;
  /** Where a link leads, as written; undefined where `path` is no link. */
  readLink(path: string): string | undefined;
  /** Lets the event loop turn, so that signals arrive, and waits. */
  pause(milliseconds: number): Promise<void>;
}

/** Who holds a lock: enough to tell a dead holder of this machine from one that lives or cannot be seen. */
export interface Process {
  readonly machine: string;
  readonly namespace: string;
  readonly boot: string;
  readonly pid: number;
  /** When the process started, in the kernel's own words: tells a reused pid. */
  readonly started: string;
}

/** Reading, and telling the living from the dead: what read-only commands need to see unfinished runs. */
export interface Witness extends Reader {
  /** This process. */
  self(): Process;
  /** Does the process still run? Only meaningful for one of this machine, boot and namespace. */
  isAlive(process: Process): boolean;
}

export interface Request {
  /** `http:` or `https:`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of an answer's body; more is a failure. */
  readonly limit: number;
  /** Milliseconds until the whole answer must be there. */
  readonly timeout: number;
}

export interface Response {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Other machines. Only what looks packages up is given one: planning and applying have none. */
export interface Network {
  /** One GET, as an error only where no answer came; a redirect is an answer and is not followed. */
  get(request: Request): Promise<Response>;
}

/** Writing. Each call is one call to the operating system, so that faults can be injected between any two. */
export interface System extends Witness {
  /** Creates the folder itself (not its parents). Throws EEXIST. */
  makeFolder(path: string, mode: number): void;
  removeFolder(path: string): void;
  /** Creates a file that must not exist, with this mode before any data. */
  create(path: string, bytes: Uint8Array, mode: number): void;
  /** Creates as hard link `to` of `from`; throws EEXIST. For locks. */
  link(from: string, to: string): void;
  append(path: string, bytes: Uint8Array): void;
  /** Writes through the inode of a file that is there (no rename), truncating it. */
  overwrite(path: string, bytes: Uint8Array): void;
  setMode(path: string, mode: number): void;
  setOwner(path: string, uid: number, gid: number): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  /** Flushes a file's data to the disk. */
  sync(path: string): void;
  /** Flushes a folder's entries to the disk; does nothing where the platform has no such thing. */
  syncFolder(path: string): void;
  /** Time now. */
  now(): Date;
  /** `bytes` random bytes as lower-case hex. */
  random(bytes: number): string;
  /**
   * From now until the returned function is called, SIGINT, SIGTERM and the end of the terminal no longer end the process;
   * the first is told by `interrupted`, more of them do nothing.
   */
  watchSignals(): () => void;
  /** The signal that asked us to stop since `watchSignals`, if one came; a terminal that went away is a SIGTERM. */
  interrupted(): 'SIGINT' | 'SIGTERM' | undefined;
}
