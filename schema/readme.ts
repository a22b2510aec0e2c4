// The table of hosts in README.md, from the descriptors.

import { readFileSync } from 'node:fs';
import type { Host, PathTemplate, ScopePlace } from '../src/hosts/host.ts';
import { limitsOf } from '../src/hosts/names.ts';
import { hosts } from '../src/hosts/registry.generated.ts';

const page = new URL('../README.md', import.meta.url);
const between = /(<!-- hosts:[^\n]*-->\n)[\s\S]*?(<!-- \/hosts -->)/;

/** The page with the table as the descriptors have it now. Throws where it has no place for it. */
export function pageWithHosts(): string {
  const text = readFileSync(page, 'utf8');
  if (!between.test(text)) throw new Error('README.md has no place for the table of hosts');
  return text.replace(between, (_, open: string, close: string) => `${open}\n${table()}\n${close}`);
}

const heads = [
  'host',
  'id',
  'your own file',
  "a project's file",
  'format',
  'reaches',
  'references',
  'names',
  'checked',
];

function table(): string {
  const rows = hosts.map((host) => [
    `[${host.title}](${host.source.docs})`,
    `\`${host.id}\``,
    host.byHand === undefined ? placeOf(host.scopes.user) : 'by hand',
    placeOf(host.scopes.project),
    formatOf(host),
    host.byHand === undefined ? transportsOf(host) : 'by hand',
    [host.references?.env, host.references?.prompt?.form]
      .map((form) => (form === undefined ? '' : `\`${form}\``))
      .join(' '),
    limitsOf(host),
    host.source.checked,
  ]);
  return [heads, heads.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.trim().replaceAll('|', '\\|')).join(' | ')} |\n`)
    .join('');
}

function formatOf({ scopes }: Host): string {
  return [...new Set(Object.values(scopes).map(({ format }) => format))].join(', ');
}

/** The usual file, as on Linux; `…` is the folder for the data of applications. */
function placeOf(place: ScopePlace | undefined): string {
  const usual = place?.files.map(onLinux).find((path) => path !== undefined && !/\{[A-Z]/.test(path));
  if (usual === undefined) return '';
  const path = usual
    .replace('{home}', '~')
    .replace('{config}', '~/.config')
    .replace('{appSupport}', '…')
    .replace('{project}/', '');
  return `\`${path}${place?.folder === undefined ? '' : `/*${place.folder.extensions[0]}`}\``;
}

function onLinux(template: PathTemplate): string | undefined {
  return typeof template === 'string' ? template : template.linux;
}

function transportsOf(host: Host): string {
  return Object.keys(host.entry.transports.words).join(', ');
}
