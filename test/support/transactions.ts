// A machine with one target of every kind, the request that changes them all, and what must hold afterwards.

import { withLocks } from '../../src/apply/locked.ts';
import type { FileChange, Run, TransactionRequest } from '../../src/apply/request.ts';
import { transact } from '../../src/apply/transaction.ts';
import { type MemorySystem, memorySystem, type Tree } from '../../src/system/memory.ts';
import type { Process, System } from '../../src/system/system.ts';
import { faulty } from './faulty-system.ts';

export const home = '/home/ada/.hatch';

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A change that gives `path` this text whatever it held; undefined removes the file. */
export function change(path: string, text: string | undefined, more: Partial<FileChange> = {}): FileChange {
  const render = () => (text === undefined ? undefined : bytesOf(text));
  const given = { path, role: 'target', label: 'cursor', before: undefined, mode: undefined, inPlace: false } as const;
  return { ...given, render, ...more };
}

export function request(changes: readonly FileChange[], more: Partial<TransactionRequest> = {}): TransactionRequest {
  const given = { owner: 'dotfiles', command: 'hatch apply', kind: 'apply', backup: true, details: { note: 1 } };
  return { ...given, changes, ...more };
}

/** The request under its locks. */
export function perform(system: System, asked: TransactionRequest, timeout = 0): Promise<Run> {
  const paths = asked.changes.map((item) => item.path);
  return withLocks(system, home, { owner: asked.owner, paths, timeout, command: asked.command }, () =>
    transact(system, home, asked),
  );
}

/** What a writing command does that has nothing to write. */
export function recoverBy(system: System): Promise<void> {
  return withLocks(system, home, { owner: 'someone', paths: [], timeout: 0, command: 'hatch apply' }, async () => {});
}

const start: Tree = {
  '/home/ada/.cursor/mcp.json': { text: '{"cursor": "old"}\n', mode: 0o640 },
  '/home/ada/dotfiles/claude.json': '{"claude": "old"}\n',
  '/home/ada/middle.json': { link: 'dotfiles/claude.json' },
  '/home/ada/.claude.json': { link: 'middle.json' },
  '/home/ada/.gemini/settings.json': '{"gemini": "old", "removed": true}\n',
  '/home/ada/.zed/settings.json': '{"zed": "old"}\n',
  '/home/ada/.zed/second-name.json': { hardLink: '/home/ada/.zed/settings.json' },
  '/home/ada/hatch.yaml': 'manifest: old\n',
  '/home/ada/.hatch/state/dotfiles/record.json': { text: '{"record": "old"}\n', mode: 0o600 },
};

/** As of a host that locks its file itself. */
export const hostLock = { suffix: '.lock', stale: 10_000 } as const;

/** Replaced under a lock of its host, replaced behind two links, created in new folders, removed, written in place; a manifest and a record. */
export const everyKind: readonly FileChange[] = [
  change('/home/ada/.cursor/mcp.json', '{"cursor": "new"}\n', { mode: 0o600, hostLock }),
  change('/home/ada/.claude.json', '{"claude": "new"}\n', { label: 'claude-code' }),
  change('/home/ada/.codex/deep/config.toml', 'codex = "new"\n', { label: 'codex' }),
  change('/home/ada/.gemini/settings.json', undefined, { label: 'gemini' }),
  change('/home/ada/.zed/settings.json', '{"zed": "new and longer"}\n', { label: 'zed', inPlace: true }),
  change('/home/ada/hatch.yaml', 'manifest: new\n', { label: 'manifest', role: 'manifest' }),
  change('/home/ada/.hatch/state/dotfiles/record.json', '{"record": "new"}\n', { label: 'record', role: 'record' }),
];

export function everyKindSystem(): MemorySystem {
  return memorySystem(start);
}

/** The user's own files (what lies under `$HATCH_HOME` left out, records excepted), with their modes. */
export function userFiles(system: MemorySystem): Readonly<Record<string, string>> {
  const isUsers = (path: string) => !path.startsWith(`${home}/`) || path.startsWith(`${home}/state/`);
  const entries = Object.entries(system.tree()).filter(([path]) => isUsers(path));
  return Object.fromEntries(entries.map(([path, text]) => [path, `${system.stat(path)?.mode.toString(8)} ${text}`]));
}

/** What a run must not leave under `$HATCH_HOME`: temporaries, locks, journals, copies, empty folders of runs. */
export function leftovers(system: MemorySystem): readonly string[] {
  const ours = Object.entries(system.tree()).filter(([path]) => path.startsWith(`${home}/`));
  const isFine = ([path, text]: readonly [string, string]) =>
    /\/runs\/[^/.]+\/run\.json$/.test(path) ||
    /\/mcp_host_config_backups\/[^/]+\/[^/]+$/.test(path) ||
    path.startsWith(`${home}/state/`) ||
    (text === '(folder)' && /\/(locks|runs|mcp_host_config_backups(\/[a-z-]+)?)$/.test(path));
  return ours.filter((entry) => !isFine(entry)).map(([path]) => path);
}

/** The files in all backup folders, sidecars left out. */
export function backupFiles(system: MemorySystem): readonly string[] {
  return Object.keys(system.tree()).filter((path) => /mcp_host_config_backups\/[^/]+\/mcp\.json/.test(path));
}

/** The same system under another identity. */
export function known(system: MemorySystem, as: Partial<Process>): MemorySystem {
  const self = { ...system.self(), ...as };
  return { ...system, self: () => self };
}

/** What people's files hold before and after the run of every kind, and how many writing calls it makes. */
export async function everyKindRun() {
  const done = faulty(everyKindSystem());
  await perform(done, request(everyKind));
  return { before: userFiles(everyKindSystem()), after: userFiles(done), calls: done.calls.length };
}
