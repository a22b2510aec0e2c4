// Packages as text and as JSON: rows of a list, one in full, and what changed in the lock.

import type { Json } from '../model/json.ts';
import type { LockedPackage, PackageInput, PackageRow } from '../model/package.ts';
import { columns } from './columns.ts';
import { tidy } from './json.ts';
import type { Look, Style } from './paint.ts';
import { table } from './tables.ts';
import { visible } from './visible.ts';

const styles: Readonly<Record<string, readonly Style[]>> = {
  locked: ['green'],
  'up to date': ['green'],
  exact: ['yellow'],
  outdated: ['yellow'],
};

const said: Readonly<Record<string, string>> = { exact: 'not locked, one version', unlocked: 'not locked' };

export function renderPackages(rows: readonly PackageRow[], look: Look): string {
  const { paint } = look;
  if (rows.length === 0) return 'No packages. Add one: hatch package add PACKAGE';
  const hasNewest = rows.some(({ newest }) => newest !== undefined);
  const heads = ['ENVIRONMENT', 'SERVER', 'PACKAGE', 'VERSION', ...(hasNewest ? ['NEWEST'] : []), 'STATE', 'SOURCE'];
  return table(
    heads.map((head, i) => (i === 0 ? `  ${head}` : head)),
    rows.map(({ environment, current, server, reference, version, source, state, newest }) => [
      `${current ? '*' : ' '} ${paint(visible(environment), ...(current ? (['bold', 'green'] as const) : []))}`,
      visible(server),
      visible(reference),
      visible(version ?? '-'),
      ...(hasNewest ? [visible(newest ?? '')] : []),
      paint(said[state] ?? state, ...(styles[state] ?? (['red'] as const))),
      visible(source?.replace(/^https:\/\//, '') ?? ''),
    ]),
    look,
  );
}

export function packageRowJson(row: PackageRow): Json {
  return tidy({ ...row });
}

/** All of an entry, for `--json`. */
export function packageJson(entry: LockedPackage): Json {
  return tidy(entry as unknown as Json);
}

/** One package in full. */
export function renderPackage(
  entry: LockedPackage,
  uses: readonly string[],
  isLocked: boolean,
  { paint }: Look,
): string {
  const { reference, description, version, resolved, integrity, unpinned, source, server, inputs } = entry;
  const line = server.command === undefined ? server.url : [server.command, ...(server.args ?? []).flat()].join(' ');
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['version', version],
    ['is', resolved],
    ['from', source === '' ? undefined : source],
    ['integrity', integrity ?? (unpinned === undefined ? undefined : `none: ${unpinned}`)],
    [server.command === undefined ? 'reached at' : 'started by', readable(line ?? '')],
    ['used by', uses.length > 0 ? uses.join(', ') : undefined],
    ['locked', isLocked ? 'yes' : 'no'],
  ];
  const rows = facts.flatMap(([name, value]) => (value === undefined ? [] : [[paint(name, 'dim'), visible(value)]]));
  return [
    `${paint(visible(reference), 'bold')}${description === undefined ? '' : `  ${visible(description)}`}`,
    ...columns(rows, '  '),
    ...inputLines(inputs, paint),
  ].join('\n');
}

/** What stands for an input, as people write it. */
function readable(text: string): string {
  return text
    .replace(/(?:-e )?\$\{input:\*\}/g, '[-e NAME]…')
    .replace(/\$\{input:([^}]*)\}/g, '<$1>')
    .replace(/\$\{when:[^}]*\}/g, '')
    .replaceAll('$${', '${');
}

const places: Readonly<Record<PackageInput['kind'], string>> = {
  env: 'env',
  header: 'headers',
  argument: 'with',
  option: 'with',
};

function inputLines(inputs: readonly PackageInput[], paint: Look['paint']): readonly string[] {
  if (inputs.length === 0) return [];
  const rows = inputs.map(({ name, kind, required, secret, description, default: fallback, choices }) => [
    `${places[kind]}.${visible(name)}`,
    [required ? paint('required', 'yellow') : 'optional', ...(secret ? ['secret'] : [])].join(', '),
    visible(
      [
        description ?? '',
        choices === undefined ? '' : `one of ${choices.join(', ')}`,
        fallback === undefined ? '' : `default ${readable(fallback)}`,
      ]
        .filter((part) => part !== '')
        .join('; '),
    ),
  ]);
  return [paint('  asks for', 'dim'), ...columns(rows, '    ')];
}

export interface LockChangeView {
  readonly reference: string;
  readonly before: LockedPackage | undefined;
  readonly after: LockedPackage | undefined;
}

/** A line for each change: what comes, what goes, what moves from where to where. */
export function renderLockChanges(changes: readonly LockChangeView[], { paint }: Look): readonly string[] {
  return columns(
    changes.map(({ reference, before, after }) => {
      const sign =
        before === undefined ? paint('+', 'green') : after === undefined ? paint('-', 'red') : paint('~', 'yellow');
      return [`${sign} ${visible(reference)}`, visible(moveOf(before, after))];
    }),
    '  ',
  );
}

function moveOf(before: LockedPackage | undefined, after: LockedPackage | undefined): string {
  if (after === undefined) return 'nobody uses it';
  const now = after.version ?? after.resolved;
  if (before === undefined) return after.unpinned === undefined ? now : `${now}  (not pinned: ${after.unpinned})`;
  const then = before.version ?? before.resolved;
  return then === now ? `${now}, started or described otherwise` : `${then} → ${now}`;
}

export function lockChangeJson({ reference, before, after }: LockChangeView): Json {
  const facts = (entry: LockedPackage | undefined) =>
    entry && { version: entry.version, resolved: entry.resolved, integrity: entry.integrity, unpinned: entry.unpinned };
  return tidy({ reference, before: facts(before), after: facts(after) });
}

export interface FoundView {
  readonly name: string;
  readonly version: string;
  readonly description: string | undefined;
  readonly deprecated: boolean;
}

export function renderFound(found: readonly FoundView[], text: string, { paint, limit }: Look): string {
  if (found.length === 0) return `No server's name holds \`${visible(text)}\`.`;
  return columns(
    found.map(({ name, version, description, deprecated }) => [
      paint(visible(name), 'bold'),
      visible(version),
      `${deprecated ? `${paint('deprecated', 'yellow')} ` : ''}${visible(description ?? '')}`,
    ]),
    '',
    limit,
  ).join('\n');
}
