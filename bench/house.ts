// A home folder as full as the benchmark wants it: ten hosts, twenty servers each, all of them applied.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** One id for each kind of file. */
const hosts = [
  'claude-code',
  'claude-desktop',
  'codex',
  'continue',
  'cursor',
  'goose',
  'mistral-vibe',
  'opencode',
  'vscode',
  'zed',
];

const serversPerHost = 20;

export interface House {
  /** Where the manifest lies. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Removes all of it. */
  remove(): void;
}

/** Builds it in a scratch folder and applies the manifest with the program at `bin`. */
export function furnish(bin: string): House {
  const root = mkdtempSync(join(tmpdir(), 'hatch-bench-'));
  const home = join(root, 'home');
  const folder = join(home, 'work');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'hatch.mcp.yaml'), manifestText());
  const env = { PATH: process.env.PATH ?? '', HOME: home, USERPROFILE: home, NO_COLOR: '1' };
  const remove = () => rmSync(root, { recursive: true });
  try {
    execFileSync(process.execPath, [bin, 'apply', '--auto-approve', '--create'], { cwd: folder, env });
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, env, remove };
}

function manifestText(): string {
  const servers = Array.from(
    { length: serversPerHost },
    (_, i) => `      server-${i}:
        command: npx
        args: [-y, "@orchard/server-${i}@1.${i}.0", --port, "${7000 + i}"]
        env: { LOG_LEVEL: info, REGION: eu-${i % 3} }
`,
  );
  return `version: 1
name: bench
environments:
  development:
    servers:
${servers.join('')}targets:
${hosts.map((id) => `  ${id}: {}\n`).join('')}`;
}
