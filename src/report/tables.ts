// Lists of things as tables: runs, hosts, environments, backups.

import type { Finding } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import type { RunView } from './applied.ts';
import { columns, displayWidth } from './columns.ts';
import { tidy } from './json.ts';
import type { Look } from './paint.ts';
import { visible } from './visible.ts';
import { pathText } from './where.ts';
import { count } from './words.ts';

/** Rows under their heads, as wide as the terminal at most; in a pipe as wide as it takes. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[], { paint, limit }: Look): string {
  const [head = '', ...lines] = columns([heads, ...rows], '', limit);
  return [paint(head, 'bold'), ...lines].join('\n');
}

/** Newest first, as given. */
export function renderHistory(runs: readonly RunView[], look: Look): string {
  if (runs.length === 0) return 'No runs.';
  const rows = runs.map((run) => [
    run.id,
    run.state === 'done' ? run.state : look.paint(run.state, 'yellow'),
    count(run.files.filter(({ role }) => role !== 'record').length, 'file'),
    visible(run.command),
  ]);
  return table(['RUN', 'STATE', 'FILES', 'COMMAND'], rows, look);
}

export interface HostView {
  readonly id: string;
  readonly title: string;
  readonly scope: string | undefined;
  /** Undefined where this platform has none. */
  readonly path: string | undefined;
  readonly format: string | undefined;
  readonly exists: boolean;
  readonly present: boolean;
  readonly transports: readonly string[];
  readonly reference: string | undefined;
  /** What names may be, in short. */
  readonly limits: string;
  readonly checked: string;
  /** What a person does where nothing is written for the host. */
  readonly byHand?: string | undefined;
}

/** Below the table what to do by hand, for hosts that are here or, with `all`, for each. */
export function renderHosts(hosts: readonly HostView[], look: Look, all = false): string {
  const rows = hosts.map(({ id, scope, path, format, exists, present, ...host }) => [
    look.paint(id, present ? 'bold' : 'dim'),
    scope ?? 'by hand',
    exists ? 'file' : present ? (format === undefined ? 'here' : 'no file yet') : look.paint('not here', 'dim'),
    path === undefined ? '' : pathText(path, look),
    format ?? '',
    host.transports.join(' '),
    host.reference ?? '',
    host.checked,
    host.limits,
  ]);
  const hands = new Map(
    hosts.flatMap(({ title, byHand, present }) => (byHand !== undefined && (all || present) ? [[title, byHand]] : [])),
  );
  const lines = [...hands].map(([title, byHand]) => `${look.paint(`${title}:`, 'bold')} ${byHand}`);
  const heads = ['HOST', 'SCOPE', 'FOUND', 'PATH', 'FORMAT', 'REACHES', 'REFERENCES', 'CHECKED', 'NAMES'];
  return [table(heads, rows, look), ...lines].join('\n');
}

/** One line for each file that was checked. */
export function renderVerified(
  files: readonly {
    readonly id: string;
    readonly path: string;
    readonly servers: number;
    readonly findings: readonly Finding[];
  }[],
  look: Look,
): string {
  if (files.length === 0) return 'No file of a host to check.';
  const rows = files.map(({ id, path, servers, findings }) => [
    id,
    count(servers, 'server'),
    findings.length === 0 ? look.paint('true', 'green') : look.paint(count(findings.length, 'finding'), 'yellow'),
    pathText(path, look),
  ]);
  return table(['HOST', 'SERVERS', 'DESCRIPTOR', 'FILE'], rows, look);
}

export interface EnvironmentView {
  readonly name: string;
  readonly description?: string | undefined;
  readonly servers: readonly string[];
  readonly current: boolean;
}

/** The current one is marked. */
export function renderEnvironments(environments: readonly EnvironmentView[], look: Look): string {
  if (environments.length === 0) return 'No environments. Make one: hatch env create NAME';
  const rows = environments.map(({ name, description, servers, current }) => [
    `${current ? '*' : ' '} ${look.paint(visible(name), ...(current ? (['bold', 'green'] as const) : []))}`,
    count(servers.length, 'server'),
    visible(description ?? ''),
  ]);
  return columns(rows, '', look.limit).join('\n');
}

export interface BackupView {
  /** The copy's own file. */
  readonly file: string;
  readonly target: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** Bytes. */
  readonly size: number;
  readonly run?: string | undefined;
  readonly name?: string | undefined;
}

export function backupJson(backup: BackupView): Json {
  const { file, target, created, size, run, name } = backup;
  return tidy({ file, target, created, size, run, name });
}

export function renderBackups(backups: readonly BackupView[], look: Look): string {
  if (backups.length === 0) return 'No backups.';
  const rows = backups.map(({ file, target, created, size, run, name }) => [
    visible(target),
    created,
    `${size} B`,
    visible(name ?? (run === undefined ? '' : `run ${run}`)),
    pathText(file, look),
  ]);
  const heads = ['TARGET', 'CREATED', 'SIZE', 'BY', 'FILE'];
  const widest = Math.max(...columns([heads, ...rows]).map(displayWidth));
  if (look.limit === undefined || widest <= look.limit) return table(heads, rows, look);
  // Too narrow for the files: the times name them as well.
  const short = [heads, ...rows].map((row) => row.slice(0, -1));
  const [head = [], ...lines] = short;
  return table(head, lines, look);
}
