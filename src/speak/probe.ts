// One server spoken to: started or reached, greeted within a time, ended with all that it started, and the outcome in words.

import type { Outside } from '../system/outside.ts';
import type { Approach, CheckState, Probe } from './candidate.ts';
import type { Answer, Greet, Refusal } from './client.ts';
import { type Line, openLine } from './pipe.ts';

export interface ProbeContext {
  readonly outside: Outside;
  readonly greet: Greet;
  /** Our own version, which servers are told. */
  readonly version: string;
  /** Milliseconds for all of it. */
  readonly timeout: number;
  /** Ends it at once. */
  readonly signal: AbortSignal;
  /** Hides what is secret, before anything is cut short. */
  readonly mask: (text: string) => string;
}

/** How long a server may take to end when it is asked to, twice. */
const grace = 700;

/** Never rejects, and leaves nothing running. */
export async function probe(approach: Approach, context: ProbeContext): Promise<Probe> {
  const greet: Greet = async (...asked) => masked(await context.greet(...asked), context.mask);
  return approach.transport === 'stdio'
    ? probeProgram(approach, { ...context, greet })
    : probeAddress(approach, { ...context, greet });
}

function masked(answer: Answer, mask: ProbeContext['mask']): Answer {
  const { refusal } = answer;
  return refusal === undefined ? answer : { ...answer, refusal: { ...refusal, message: mask(refusal.message) } };
}

/** Aborted after the time, or with the context; `isLate` tells the two apart. */
function deadline({ outside, signal, timeout }: ProbeContext) {
  const own = new AbortController();
  let isLate = false;
  const cancel = outside.after(timeout, () => {
    isLate = true;
    own.abort();
  });
  const stop = () => own.abort();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  return {
    signal: own.signal,
    isLate: () => isLate,
    end: () => {
      cancel();
      signal.removeEventListener('abort', stop);
    },
  };
}

async function probeProgram(
  { command, args, env, cwd }: Extract<Approach, { transport: 'stdio' }>,
  context: ProbeContext,
): Promise<Probe> {
  const { outside, greet, version, signal } = context;
  const line = openLine(outside, { command, args, env, cwd }, context.mask);
  const time = deadline(context);
  try {
    const answer = await greet({ kind: 'pipe', pipe: line.pipe }, version, { signal: time.signal, outside });
    const { refusal } = answer;
    if (refusal === undefined) return withNoise(welcomed(answer), line);
    const failure = ofProgram(line, refusal, time.isLate() ? context.timeout : undefined);
    return { ...greeted(answer), ...failure, ...(line.errors().length > 0 && { errors: line.errors() }) };
  } finally {
    time.end();
    await line.stop(signal.aborted ? 0 : grace);
  }
}

function welcomed({ greeting, startup }: Answer & { readonly startup?: number }): Probe {
  return { state: 'ok', ...greeted({ greeting, startup }) };
}

/** What is known of a server although it failed later. */
function greeted(answer: { readonly greeting?: Answer['greeting']; readonly startup?: number | undefined }) {
  const { greeting, startup } = answer;
  return {
    ...(greeting !== undefined && { greeting }),
    ...(startup !== undefined && { startup: Math.round(startup) }),
  };
}

function withNoise(probe: Probe, line: Line): Probe {
  const noise = line.noise();
  if (noise === undefined) return probe;
  return { ...probe, reason: `writes to standard output what is no message: ${quoted(noise.first)}`, hint: noiseHint };
}

const noiseHint = 'standard output belongs to the protocol; let it write such lines to standard error';

interface Failure {
  readonly state: CheckState;
  readonly reason: string;
  readonly hint?: string;
}

function ofProgram(line: Line, refusal: Refusal, late: number | undefined): Failure {
  const ending = line.ending();
  const noise = line.noise();
  if (ending?.error !== undefined) return notStarted(ending.error);
  const stage = refusal.step === 'tools' ? ' to tools/list' : '';
  const isNoise = noise !== undefined && refusal.step !== 'tools';
  const onOutput = isNoise ? `; on standard output it wrote what is no message: ${quoted(noise.first)}` : '';
  const advice = isNoise ? { hint: noiseHint } : {};
  if (ending !== undefined) {
    const how = ending.signal === undefined ? `with exit code ${ending.code}` : `by ${ending.signal}`;
    return { state: 'crashed', reason: `ended ${how} before it answered${stage}${onOutput}`, ...advice };
  }
  if (late === undefined) return badHandshake(refusal);
  const { reason, hint } = lateAnswer(late, stage);
  if (isNoise) return { state: 'bad-handshake', reason: `${reason}${onOutput}`, ...advice };
  return { state: 'timed-out', reason, hint };
}

function notStarted(code: string): Failure {
  if (code === 'ENOENT') return { state: 'not-found', reason: 'the command is not there' };
  if (code === 'EACCES') return { state: 'not-found', reason: 'the command may not be executed (EACCES)' };
  return { state: 'crashed', reason: `cannot be started (${code})` };
}

function lateAnswer(milliseconds: number, stage: string): Required<Failure> {
  return {
    state: 'timed-out',
    reason: `no answer${stage} within ${milliseconds / 1000} s`,
    hint: 'give it longer with --timeout; a first start may have to download it',
  };
}

function badHandshake({ step, message }: Refusal): Failure {
  const version = /protocol version is not supported: (.*)/i.exec(message)?.[1];
  if (version !== undefined)
    return {
      state: 'bad-handshake',
      reason: `speaks ${quoted(version)}, a version of the protocol that nobody else does`,
    };
  const words = oneLine(message.replace(/^MCP error -?\d+: /, ''));
  return {
    state: 'bad-handshake',
    reason: step === 'tools' ? `initialize went well, tools/list failed: ${words}` : `answers wrongly: ${words}`,
  };
}

async function probeAddress(
  { transport, url, headers }: Exclude<Approach, { transport: 'stdio' }>,
  context: ProbeContext,
): Promise<Probe> {
  const { outside, greet, version } = context;
  const time = deadline(context);
  const ask = (kind: 'http' | 'sse') =>
    greet({ kind, url, headers, fetch: outside.fetch }, version, { signal: time.signal, outside });
  try {
    const answer = await ask(transport);
    const { refusal } = answer;
    if (refusal === undefined) return welcomed(answer);
    if (time.isLate())
      return { ...greeted(answer), ...lateAnswer(context.timeout, refusal.step === 'tools' ? ' to tools/list' : '') };
    const failure = ofAddress(refusal);
    if (failure.state !== 'bad-handshake' || refusal.step === 'tools') return { ...greeted(answer), ...failure };
    const other = transport === 'http' ? 'sse' : 'http';
    const second = await ask(other);
    if (second.greeting === undefined) return failure;
    return {
      ...greeted(second),
      state: 'wrong-transport',
      reason: `speaks ${titles[other]} at this address, not ${titles[transport]}`,
      hint: `write \`transport: ${other}\``,
    };
  } finally {
    time.end();
  }
}

const titles = { http: 'streamable HTTP', sse: 'SSE' } as const;

const codes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at this address',
  ENOTFOUND: 'there is no machine of this name',
  EAI_AGAIN: 'the name cannot be looked up now',
  ECONNRESET: 'the connection was cut off',
  UND_ERR_SOCKET: 'the connection was cut off',
  ETIMEDOUT: 'the machine does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'the machine does not answer',
  EHOSTUNREACH: 'there is no way to the machine',
  ENETUNREACH: 'there is no way to the machine',
};

function ofAddress(refusal: Refusal): Failure {
  const { status, code, message } = refusal;
  if (status === 401 || status === 403)
    return {
      state: 'needs-login',
      reason: `answers ${status} (${status === 401 ? 'who are you?' : 'not allowed'})`,
      hint: 'log in with the host, or give it a header: `headers: { Authorization: "Bearer ${env:TOKEN}" }`',
    };
  if (status !== undefined) {
    const said = oneLine(message.replace(/^.*?error: (?:Error POSTing to endpoint: )?/i, ''));
    return { state: status >= 500 ? 'crashed' : 'bad-handshake', reason: `answers ${status}: ${said}` };
  }
  if (code !== undefined) return { state: 'unreachable', reason: `${codes[code] ?? 'it cannot be reached'} (${code})` };
  return badHandshake(refusal);
}

/** The first words of what a server sent, on one line. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

function quoted(text: string): string {
  return `\`${oneLine(text)}\``;
}
