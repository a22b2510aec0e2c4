// A record of what was asked of the machine and what it answered. What is worked out by reading alone comes out the
// same as long as every answer is: then it need not be worked out again.

import type { Reader, Stat, Surroundings, Witness } from './system.ts';

/** One question and the digest of its answer. */
type Asked = readonly [call: Call, subject: string, answer: string];
type Call = 'read' | 'stat' | 'list' | 'link' | 'variable' | 'variables';

export type Trace = readonly Asked[];

/** A keyed digest: what was read may be secret. */
export type Digest = (data: Uint8Array | string) => string;

export interface Tracing {
  readonly system: Witness;
  readonly surroundings: Surroundings;
  /** Undefined where something was asked whose answer is not the same twice: a failure, or whether a process lives. */
  trace(): Trace | undefined;
}

/** The same machine, each question noted once. */
export function tracing(system: Witness, surroundings: Surroundings, digest: Digest): Tracing {
  const asked = new Map<string, Asked>();
  let isSteady = true;
  const note = <T>(call: Call, subject: string, answer: T): T => {
    asked.set(`${call} ${subject}`, [call, subject, digestOf(digest, call, answer)]);
    return answer;
  };
  const ask = <T>(call: Call, subject: string, answer: () => T): T => {
    try {
      return note(call, subject, answer());
    } catch (error) {
      isSteady = false;
      throw error;
    }
  };
  const env = new Proxy(surroundings.env, {
    get: (target, name) => (typeof name === 'string' ? note('variable', name, target[name]) : undefined),
    has: (target, name) => (typeof name === 'string' ? note('variable', name, target[name]) : undefined) !== undefined,
    ownKeys: (target) => Object.keys(note('variables', '', target)),
  });
  return {
    surroundings: { ...surroundings, env },
    system: {
      read: (path) => ask('read', path, () => system.read(path)),
      stat: (path) => ask('stat', path, () => system.stat(path)),
      list: (path) => ask('list', path, () => system.list(path)),
      readLink: (path) => ask('link', path, () => system.readLink(path)),
      pause: (milliseconds) => system.pause(milliseconds),
      self: () => system.self(),
      isAlive: (process) => {
        isSteady = false;
        return system.isAlive(process);
      },
    },
    trace: () => (isSteady ? [...asked.values()] : undefined),
  };
}

/** Does the machine still answer everything alike? A failure is another answer. */
export function stillHolds(trace: Trace, reader: Reader, { env }: Surroundings, digest: Digest): boolean {
  const answers: Readonly<Record<Call, (subject: string) => unknown>> = {
    read: (path) => reader.read(path),
    stat: (path) => reader.stat(path),
    list: (path) => reader.list(path),
    link: (path) => reader.readLink(path),
    variable: (name) => env[name],
    variables: () => env,
  };
  try {
    return trace.every(([call, subject, answer]) => digestOf(digest, call, answers[call](subject)) === answer);
  } catch {
    return false;
  }
}

function digestOf(digest: Digest, call: Call, answer: unknown): string {
  if (answer === undefined) return '-';
  if (call === 'stat') return shape(answer as Stat);
  return digest(answer instanceof Uint8Array || typeof answer === 'string' ? answer : JSON.stringify(answer));
}

/** Of what stands somewhere: all but what changes without meaning anything, such as times and what folders count. */
function shape({ kind, mode, uid, gid, links }: Stat): string {
  return [kind, mode, uid, gid, kind === 'file' ? links : ''].join(' ');
}
