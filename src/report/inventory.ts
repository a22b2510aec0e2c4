// Servers and hosts as they stand on this machine: `list` and `show`.

import type { Finding } from '../model/finding.ts';
import type { FoundEntry, FoundTarget, Inventory } from '../model/inventory.ts';
import { isArray, type Json } from '../model/json.ts';
import type { Shown, Verdict } from '../model/plan.ts';
import { onceOwner } from '../model/record.ts';
import { columns, displayWidth, pad } from './columns.ts';
import { reasonText, shellWord } from './entry.ts';
import { findingLines, renderFindings } from './findings.ts';
import { type Masks, masks, valueText } from './mask.ts';
import type { Look, Style } from './paint.ts';
import { table } from './tables.ts';
import { joinBlocks } from './text.ts';
import { visible } from './visible.ts';
import { fieldText, pathText } from './where.ts';
import { count, stateWord } from './words.ts';

/** Does a manifest look after it? */
function isManaged({ owner }: FoundEntry): boolean {
  return owner !== undefined && owner !== onceOwner;
}

/** Where a server comes from, short: `development, rule 2`; the owner where it is not the manifest here. */
function fromText({ owner, reason, source }: FoundEntry, here: string | undefined): string {
  if (owner === undefined) return '';
  if (owner === onceOwner) return 'one command';
  const parts = [
    reason.environment,
    source === undefined ? undefined : `from ${source}`,
    reason.rule === undefined || reason.rule === 0 ? undefined : `rule ${reason.rule}`,
  ].filter((part) => part !== undefined);
  const why = parts.map(visible).join(', ');
  return owner === here ? why : [visible(owner), why].filter((part) => part !== '').join(': ');
}

/** A command as it would be typed, or a URL. */
export function runsText(runs: Shown | undefined, shown: Masks): string {
  const value = runs === undefined ? '' : shown.show(runs);
  const word = (one: Json) => (/^‹secret #\d+›$/.test(String(one)) ? String(one) : shellWord(String(one)));
  return visible(isArray(value) ? value.map(word).join(' ') : String(value));
}

function stateCell(entry: FoundEntry, { paint }: Look): string {
  const [word, style] = stateWord(entry);
  return paint(entry.enabled ? word : `${word}, off`, style);
}

/** One line for each server and host. Without the host where only one was asked for, so that two lists can be compared. */
export function renderServers(found: Inventory, look: Look, onlyOne: boolean): string {
  const shown = masks();
  const entries = found.targets.flatMap((target) => target.entries);
  const rows = entries.map((entry) => [
    ...(onlyOne ? [] : [visible(entry.target)]),
    look.paint(visible(entry.server), 'bold'),
    stateCell(entry, look),
    fromText(entry, found.owner),
    entry.transport ?? 'unknown',
    runsText(entry.runs, shown),
  ]);
  const heads = [...(onlyOne ? [] : ['HOST']), 'SERVER', 'STATE', 'FROM', 'TRANSPORT', 'COMMAND OR URL'];
  return joinBlocks([
    rows.length === 0 ? '' : table(heads, rows, look),
    renderFindings([...found.targets.flatMap(targetFindings), ...found.findings], look),
    closing(found, entries),
  ]);
}

/** `7 servers, 5 managed, 1 drifted. 2 more are wanted and not there: hatch plan.` */
function closing({ missing }: Inventory, entries: readonly FoundEntry[]): string {
  const managed = entries.filter(isManaged).length;
  const once = entries.filter(({ owner }) => owner === onceOwner).length;
  const drifted = entries.filter(({ verdict }) => driftedVerdicts.has(verdict)).length;
  const parts = [
    count(entries.length, 'server'),
    entries.length > 0 ? `${managed} managed` : '',
    once > 0 ? `${once} by one command` : '',
    drifted > 0 ? `${drifted} drifted` : '',
  ].filter((part) => part !== '');
  const more =
    missing === 0 ? '' : ` ${missing} more ${missing === 1 ? 'is' : 'are'} wanted and not there: hatch plan.`;
  return `${entries.length === 0 ? 'No servers' : parts.join(', ')}.${more}`;
}

const driftedVerdicts: ReadonlySet<Verdict> = new Set(['drift', 'diverged', 'prune-drifted']);

function targetFindings({ name, findings }: FoundTarget): readonly Finding[] {
  return findings.map((finding) => ({ target: name, ...finding }));
}

/** What is in a file, in numbers; why nothing can be said of one that cannot be read. */
function holdings({ state, entries }: FoundTarget): readonly [servers: string, managed: string] {
  if (state === 'unreadable') return ['unreadable', ''];
  if (state === 'absent') return ['no file', ''];
  return [String(entries.length), String(entries.filter(isManaged).length)];
}

/** One line for each host on this machine. */
export function renderHostList(found: Inventory, look: Look): string {
  const { paint } = look;
  const rows = found.targets.map((target) => {
    const [servers, managed] = holdings(target);
    const style: Style = target.state === 'unreadable' ? 'red' : target.state === 'absent' ? 'dim' : 'bold';
    const path = pathText(target.path, look);
    return [paint(visible(target.name), style), visible(target.title), target.scope, servers, managed, path];
  });
  return joinBlocks([
    rows.length === 0
      ? 'No hosts are found on this machine: hatch discover hosts says where was looked.'
      : table(['HOST', 'TITLE', 'SCOPE', 'SERVERS', 'MANAGED', 'FILE'], rows, look),
    renderFindings([...found.targets.flatMap(targetFindings), ...found.findings], look),
  ]);
}

/** Every field of each server, as it stands in its file. */
export function renderServerDetails(found: Inventory, look: Look): string {
  const shown = masks();
  const entries = found.targets.flatMap((target) => target.entries);
  return joinBlocks([
    ...entries.map((entry) => serverBlock(entry, found.owner, shown, look)),
    renderFindings([...found.targets.flatMap(targetFindings), ...found.findings], look),
    entries.length === 0 ? 'No servers.' : '',
  ]);
}

function serverBlock(entry: FoundEntry, here: string | undefined, shown: Masks, look: Look): string {
  const { paint } = look;
  const from = fromText(entry, here);
  const labels = entry.fields.map(({ pointer }) => fieldText(pointer) || 'whole');
  const width = Math.min(30, Math.max(0, ...labels.map(displayWidth)));
  const place = reasonText(
    { ...entry.reason, note: undefined, rule: undefined, environment: undefined },
    {
      look,
      environment: undefined,
    },
  );
  return [
    [
      paint(`${visible(entry.target)}/${visible(entry.server)}`, 'bold', 'cyan'),
      stateCell(entry, look),
      from === '' ? '' : `${from} ${paint(place, 'dim')}`.trimEnd(),
      paint(pathText(entry.path, look), 'dim'),
    ]
      .filter((part) => part !== '')
      .join('  '),
    ...entry.fields.map(({ value }, i) => `  ${pad(labels[i] ?? '', width)}  ${visible(valueText(shown.show(value)))}`),
    ...entry.findings.flatMap((finding) => findingLines(finding, look, true)).map((line) => `  ${line}`),
  ].join('\n');
}

export interface HostDetails {
  readonly id: string;
  /** These two undefined where servers are looked after by hand. */
  readonly scope: string | undefined;
  readonly format: string | undefined;
  readonly transports: readonly string[];
  readonly reference: string | undefined;
  readonly checked: string;
  readonly docs: string;
  readonly candidates: readonly { readonly path: string; readonly exists: boolean; readonly reason: string }[];
  readonly notes: readonly string[];
}

/** All that is known of each host and of what its file holds. */
export function renderHostDetails(found: Inventory, hosts: readonly HostDetails[], look: Look): string {
  return joinBlocks([
    ...found.targets.map((target) => hostBlock(target, hosts, found.owner, look)),
    renderFindings(found.findings, look),
    found.targets.length === 0 ? 'No hosts.' : '',
  ]);
}

function hostBlock(target: FoundTarget, hosts: readonly HostDetails[], here: string | undefined, look: Look): string {
  const { paint } = look;
  const host = hosts.find(({ id, scope }) => id === target.host && scope === target.scope);
  const places = (host?.candidates ?? []).filter(({ path, exists }) => path !== target.path && exists);
  const rows = [
    ['file', `${pathText(target.path, look)}${target.state === 'absent' ? '  (not there)' : ''}`],
    ...places.map(({ path, reason }) => ['not', `${pathText(path, look)}  (${reason})`]),
    ...(host === undefined
      ? []
      : [
          ['format', host.format ?? ''],
          ['reaches', host.transports.join(', ')],
          ['reference', host.reference ?? 'none: a variable cannot be named in its file'],
          ['docs', `${host.docs}  (checked ${host.checked})`],
          ...host.notes.map((note) => ['know', note]),
        ]),
    ...target.entries.map((entry, i) => [
      i === 0 ? 'servers' : '',
      [visible(entry.server), stateCell(entry, look), fromText(entry, here)].filter((part) => part !== '').join('  '),
    ]),
    ...(target.entries.length === 0 && target.state === 'read' ? [['servers', 'none']] : []),
  ];
  return [
    `${paint(visible(target.name), 'bold', 'cyan')}  ${paint(`${visible(target.title)}, ${target.scope}`, 'dim')}`,
    ...columns(
      rows.map(([label = '', text = '']) => [paint(label, 'dim'), text]),
      '  ',
    ),
    ...target.findings.flatMap((finding) => findingLines(finding, look, true)).map((line) => `  ${line}`),
  ].join('\n');
}
