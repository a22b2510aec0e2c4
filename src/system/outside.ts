// Beyond files: programs that are started, addresses that are asked, and time that passes. Only for commands that do so.

/** A program to be started, without a shell. */
export interface Program {
  /** A path, or a name to be found on the PATH of `env`. */
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the program. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute; a folder that is there. */
  readonly cwd: string;
}

/** How a program ended: by itself with `code`, by a signal, or not started at all (`error`, a code such as ENOENT). */
export interface Ending {
  readonly code?: number;
  readonly signal?: string;
  readonly error?: string;
}

/** What is heard of a running program. */
export interface Hearing {
  output(bytes: Uint8Array): void;
  errors(bytes: Uint8Array): void;
  /** Once. All that it wrote has been heard, unless what it started keeps its output open. */
  ended(how: Ending): void;
}

export interface Running {
  /** Writes to its input; dropped where it no longer listens. */
  send(text: string): void;
  /**
   * Ends it and all that it started: closes its input, waits `grace` milliseconds, asks, waits again, then kills. With
   * a grace of 0 it is killed at once. Resolves when nothing of it runs any more.
   */
  stop(grace: number): Promise<void>;
}

/** The outside as commands may reach it. */
export interface Outside {
  launch(program: Program, hearing: Hearing): Running;
  /** As the platform's own. Never follows the surroundings' proxies by itself. */
  readonly fetch: typeof fetch;
  /** Milliseconds since some moment; never goes back. */
  now(): number;
  /** Calls `then` after that many milliseconds, unless the function that is returned was called before. */
  after(milliseconds: number, then: () => void): () => void;
}
