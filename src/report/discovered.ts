// What an environment defines, and which hosts are on this machine: `discover`.

import type { Discovered } from '../model/environment.ts';
import { isArray, type Json } from '../model/json.ts';
import { renderFindings } from './findings.ts';
import { runsText } from './inventory.ts';
import { tidy } from './json.ts';
import { masks } from './mask.ts';
import type { Look } from './paint.ts';
import { table } from './tables.ts';
import { joinBlocks } from './text.ts';
import { visible } from './visible.ts';
import { pathText, placeText } from './where.ts';
import { count } from './words.ts';

/** One line for each server of the environment. */
export function renderDiscoveredServers({ manifest, environment, servers, findings }: Discovered, look: Look): string {
  const { paint } = look;
  const shown = masks();
  const rows = servers.map(({ server, transport, runs, enabled, place, targets }) => [
    paint(visible(server), 'bold'),
    enabled ? transport : `${transport}, off`,
    targets.length === 0
      ? paint('nowhere: no rule gives it', 'yellow')
      : targets.map(({ target }) => visible(target)).join(', '),
    paint(placeText(place, look), 'dim'),
    runsText(runs, shown),
  ]);
  const heading = [
    `environment ${paint(visible(environment.name), 'bold')} ${paint(`(${visible(environment.from)})`, 'dim')}`,
    paint(pathText(manifest, look), 'dim'),
  ];
  return joinBlocks([
    heading.join('  '),
    rows.length === 0 ? '' : table(['SERVER', 'TRANSPORT', 'GOES TO', 'DEFINED', 'COMMAND OR URL'], rows, look),
    renderFindings(findings, look),
    rows.length === 0 ? 'No servers.' : `${count(rows.length, 'server')}.`,
  ]);
}

export function discoveredJson({ manifest, environment, servers }: Discovered): Json {
  const shown = masks();
  return tidy({
    manifest,
    environment: environment.name,
    from: environment.from,
    servers: servers.map(({ server, transport, runs, enabled, place, targets }) => {
      const value = shown.show(runs);
      return {
        server,
        transport,
        command: isArray(value) ? value : undefined,
        url: isArray(value) ? undefined : value,
        enabled,
        place: { ...place },
        targets: targets.map((one) => ({ ...one })),
      };
    }),
  });
}

export interface DiscoveredHost {
  readonly id: string;
  readonly title: string;
  /** Undefined for a host that is looked after by hand. */
  readonly scope: string | undefined;
  readonly present: boolean;
  readonly evidence: string | undefined;
  readonly path: string | undefined;
  readonly candidates: readonly { readonly path: string; readonly exists: boolean; readonly reason: string }[];
}

/** Every host that is known, those that are here first, with what shows it. */
export function renderDiscoveredHosts(hosts: readonly DiscoveredHost[], look: Look): string {
  const { paint } = look;
  const here = hosts.filter(({ evidence }) => evidence !== undefined);
  const others = hosts.filter(({ evidence }) => evidence === undefined);
  const rows = [...here, ...others].map(({ id, title, scope, evidence, path, candidates }) => [
    paint(id, evidence === undefined ? 'dim' : 'bold'),
    title,
    scope ?? 'by hand',
    evidence === undefined ? paint('no', 'dim') : paint('yes', 'green'),
    evidence === undefined
      ? paint(path === undefined ? nowhere(scope) : `looked for ${pathText(path, look)}`, 'dim')
      : `${pathText(evidence, look)}${scope === undefined ? '' : reasonOf(evidence, candidates)}`,
  ]);
  return joinBlocks([
    table(['HOST', 'TITLE', 'SCOPE', 'HERE', 'EVIDENCE'], rows, look),
    `${count(here.length, 'file or folder', 'files and folders')} of hosts found.`,
  ]);
}

function nowhere(scope: string | undefined): string {
  return scope === undefined ? 'keeps its servers in no file' : 'has no file on this platform';
}

function reasonOf(path: string, candidates: DiscoveredHost['candidates']): string {
  const found = candidates.find((one) => one.path === path);
  if (found === undefined) return '  (no file of servers in it yet)';
  return found.reason === 'exists' ? '' : `  (${found.reason})`;
}
