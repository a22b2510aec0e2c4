// A server in neutral form: what the manifest says and every host's dialect is compiled from and read into.
// All strings are templates (reference.ts).

import type { JsonObject } from './json.ts';

export type Transport = 'stdio' | 'http' | 'sse' | 'ws';

export interface OAuth {
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly scopes?: readonly string[];
}

export interface Tools {
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
  readonly autoApprove?: readonly string[];
}

export interface Server {
  /** `stdio` goes with command, args, env, cwd, envFile; the others with url, headers, oauth. */
  readonly transport: Transport;
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly envFile?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly oauth?: OAuth;
  /** Absent means enabled. */
  readonly enabled?: boolean;
  /** Milliseconds a tool call may take. */
  readonly timeout?: number;
  /** Milliseconds the start may take. */
  readonly startupTimeout?: number;
  readonly tools?: Tools;
  readonly description?: string;
  /** Fields in one host's own words, passed through as they are; they win. */
  readonly raw?: JsonObject;
}
