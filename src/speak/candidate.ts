// A server that is to be spoken to, and what came of it. All references are resolved: what is here may be secret.

/** How a server is started or reached. */
export type Approach =
  | {
      readonly transport: 'stdio';
      readonly command: string;
      readonly args: readonly string[];
      /** The whole environment that it is started in. */
      readonly env: Readonly<Record<string, string>>;
      readonly cwd: string;
    }
  | {
      readonly transport: 'http' | 'sse';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
    };

/** `ok`, or why not. `skipped`: there is nothing to be checked. */
export type CheckState =
  | 'ok'
  | 'skipped'
  | 'unresolved'
  | 'not-found'
  | 'crashed'
  | 'timed-out'
  | 'needs-login'
  | 'unreachable'
  | 'wrong-transport'
  | 'bad-handshake';

/** What a server said of itself. */
export interface Greeting {
  /** The version of the protocol that was agreed on, e.g. `2025-06-18`. */
  readonly protocol: string | undefined;
  readonly name: string;
  readonly version: string;
  /** Names; undefined where the server offers none at all. */
  readonly tools: readonly string[] | undefined;
}

export interface Probe {
  readonly state: CheckState;
  /** Milliseconds from the start to the answer to `initialize`. */
  readonly startup?: number;
  readonly greeting?: Greeting;
  /** Why it is not `ok`, or what is odd although it is: one sentence. */
  readonly reason?: string;
  /** What to do about it. */
  readonly hint?: string;
  /** The end of what it wrote to standard error. */
  readonly errors?: readonly string[];
}

/** Lines that a program wrote to standard output and that are no message of the protocol. */
export interface Noise {
  readonly lines: number;
  readonly first: string;
}
