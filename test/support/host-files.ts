// Files for a scratch home: one for each host, from real users or from the fixtures, each at its host's real place.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type HostId, hostIds, places } from './home.ts';
import { realConfigs } from './real-configs.ts';

export interface HostFile {
  readonly host: HostId;
  /** Relative to the home directory. */
  readonly place: string;
  readonly bytes: Uint8Array;
}

function placed(host: HostId, name: string, bytes: Uint8Array): HostFile {
  return { host, place: name.endsWith('.jsonc') ? `${places[host]}c` : places[host], bytes };
}

/** Hosts of which not every real file is one that the host reads its servers from. */
const holding: Partial<Record<HostId, readonly string[]>> = {
  vscode: ['01.json', '03.json'],
  continue: ['01.yaml'],
};

/** A real file for each host, the first or the last that there is; none where there are no real files. */
export function realFiles(which: 'first' | 'last'): readonly HostFile[] {
  const all = realConfigs();
  return hostIds.flatMap((host) => {
    const own = all.filter((file) => file.host === host && (holding[host]?.includes(file.name) ?? true));
    const file = own.at(which === 'first' ? 0 : -1);
    return file === undefined ? [] : [placed(host, file.name, file.bytes)];
  });
}

const endings: Partial<Record<HostId, string>> = {
  codex: 'toml',
  goose: 'yaml',
  continue: 'yaml',
  'mistral-vibe': 'toml',
};

/** The host's fixtures of this name. */
export function fixtureFiles(name: 'basic' | 'odd' | 'with-comments'): readonly HostFile[] {
  return hostIds.map((host) => {
    const isCommented = host === 'opencode' && name !== 'basic';
    const file = `${name}.${endings[host] ?? (isCommented ? 'jsonc' : 'json')}`;
    const path = fileURLToPath(new URL(`../../fixtures/hosts/${host}/${file}`, import.meta.url));
    return placed(host, file, readFileSync(path));
  });
}
