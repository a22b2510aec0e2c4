// The official SDK's client: greets a server and asks for its tools. The sole importer of the SDK, and loaded only when
// a server is spoken to.

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ListToolsResultSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Outside } from '../system/outside.ts';
import type { Greeting } from './candidate.ts';
import type { Pipe } from './pipe.ts';

/** Where a server is, for the client. */
export type Channel =
  | { readonly kind: 'pipe'; readonly pipe: Pipe }
  | {
      readonly kind: 'http' | 'sse';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly fetch: Outside['fetch'];
    };

/** What went wrong, before it is put into words. */
export interface Refusal {
  readonly step: 'connect' | 'initialize' | 'tools';
  /** HTTP status, where the server answered with one that is no success. */
  readonly status?: number;
  /** Code of the system, e.g. ECONNREFUSED. */
  readonly code?: string;
  readonly message: string;
}

export type Answer =
  | { readonly greeting: Greeting; readonly startup: number; readonly refusal?: Refusal }
  | { readonly greeting?: undefined; readonly refusal: Refusal };

export type Greet = typeof greet;

/** A page of tools after another, as long as it makes sense. */
const mostPages = 100;

/**
 * Does `initialize` and `tools/list`, and takes leave. Never rejects. Ends when `signal` says so; whoever gives it knows
 * why.
 */
export async function greet(
  channel: Channel,
  version: string,
  { signal, outside }: { readonly signal: AbortSignal; readonly outside: Pick<Outside, 'now' | 'after'> },
): Promise<Answer> {
  const client = new Client({ name: 'hatch', version }, { capabilities: {}, jsonSchemaValidator: unasked });
  const transport = transportOf(channel);
  const agreed = versionOf(transport);
  const started = outside.now();
  try {
    await orAborted(client.connect(transport as Parameters<Client['connect']>[0], { signal, timeout: never }), signal);
    const startup = outside.now() - started;
    const { name = '', version: own = '' } = client.getServerVersion() ?? {};
    const greeting: Greeting = { protocol: agreed(), name, version: own, tools: undefined };
    if (client.getServerCapabilities()?.tools === undefined) return { greeting, startup };
    try {
      return { greeting: { ...greeting, tools: await toolsOf(client, signal) }, startup };
    } catch (error) {
      return { greeting, startup, refusal: { step: 'tools', ...refusalOf(error) } };
    }
  } catch (error) {
    return { refusal: { step: 'initialize', ...refusalOf(error) } };
  } finally {
    await leave(client, transport, outside);
  }
}

/** Milliseconds; the signal comes before. */
const never = 2 ** 31 - 1;

/** Nothing is asked of the tools' own schemas. */
const unasked = {
  getValidator: () => () => ({ valid: true as const, data: undefined as never, errorMessage: undefined }),
};

/** Hears the version that the two agree on, which the client itself does not tell. */
function versionOf(transport: AnyTransport): () => string | undefined {
  let agreed: string | undefined;
  const known = transport.setProtocolVersion?.bind(transport);
  transport.setProtocolVersion = (version) => {
    agreed = version;
    known?.(version);
  };
  return () => agreed;
}

type AnyTransport = Pipe | StreamableHTTPClientTransport | SSEClientTransport;

function transportOf(channel: Channel): AnyTransport {
  if (channel.kind === 'pipe') return channel.pipe;
  const { kind, url, headers, fetch } = channel;
  const options = { fetch: fetch as never, requestInit: { headers } };
  if (kind === 'sse') return new SSEClientTransport(new URL(url), options);
  // One try: a server that does not answer is said to be so, not waited for.
  const reconnectionOptions = {
    maxRetries: 0,
    initialReconnectionDelay: 1,
    maxReconnectionDelay: 1,
    reconnectionDelayGrowFactor: 1,
  };
  return new StreamableHTTPClientTransport(new URL(url), { ...options, reconnectionOptions });
}

async function toolsOf(client: Client, signal: AbortSignal): Promise<readonly string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const params = cursor === undefined ? {} : { cursor };
    const request = client.request({ method: 'tools/list', params }, ListToolsResultSchema, { signal, timeout: never });
    const list = await orAborted(request, signal);
    names.push(...list.tools.map(({ name }) => name));
    cursor = list.nextCursor;
    if (cursor === undefined) break;
  }
  return names;
}

/** The start of a transport knows nothing of the signal. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** The server may keep a session for days otherwise; a moment is enough to say so. */
const leaveTaking = 500;

async function leave(client: Client, transport: AnyTransport, { after }: Pick<Outside, 'after'>): Promise<void> {
  try {
    if (transport instanceof StreamableHTTPClientTransport && transport.sessionId !== undefined) {
      await new Promise<void>((resolve) => {
        const cancel = after(leaveTaking, resolve);
        transport
          .terminateSession()
          .catch(() => undefined)
          .finally(() => {
            cancel();
            resolve();
          });
      });
    }
    await client.close();
  } catch {
    // It is gone already.
  }
}

function refusalOf(error: unknown): Omit<Refusal, 'step'> {
  if (!(error instanceof Error)) return { message: String(error) };
  const number = 'code' in error && typeof error.code === 'number' ? error.code : undefined;
  const status = number !== undefined && number >= 300 && number < 600 ? number : undefined;
  const code = codeOf(error) ?? wordIn(error.message);
  // What `fetch` says itself says nothing.
  const cause = error.message === 'fetch failed' && error.cause instanceof Error ? error.cause : error;
  return { ...(status !== undefined && { status }), ...(code !== undefined && { code }), message: cause.message };
}

/** The event stream passes on no more than a sentence. */
function wordIn(message: string): string | undefined {
  if (/fetch failed: other side closed/.test(message)) return 'ECONNRESET';
  return /fetch failed: .*\b(E[A-Z]{4,}|UND_ERR_[A-Z_]+)\b/.exec(message)?.[1];
}

/** The system's word, which `fetch` hides below its own. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  const [first] = error instanceof AggregateError ? error.errors : [];
  return codeOf(first ?? error.cause ?? ('event' in error ? error.event : undefined));
}
