// What a program is started with: the variables of a shell or of an application, those of a file, and Windows' ways.

import { variable } from '../system/paths.ts';
import type { Surroundings } from '../system/system.ts';
import { desktopPath } from './doctor/programs.ts';

/** What an application has of a person's variables; hosts pass on little more (the SDK's list, 1.32). */
const applicationVariables = {
  posix: ['HOME', 'LANG', 'LOGNAME', 'SHELL', 'TMPDIR', 'USER', 'XDG_RUNTIME_DIR', 'DISPLAY', 'WAYLAND_DISPLAY'],
  win32: [
    'APPDATA',
    'HOMEDRIVE',
    'HOMEPATH',
    'LOCALAPPDATA',
    'PATH',
    'PATHEXT',
    'PROCESSOR_ARCHITECTURE',
    'PROGRAMFILES',
    'SYSTEMDRIVE',
    'SYSTEMROOT',
    'TEMP',
    'USERNAME',
    'USERPROFILE',
  ],
};

/** The variables that a program is started with: this shell's, or those of an application without a shell. */
export function baseEnvironment(surroundings: Surroundings, asApplication: boolean): Readonly<Record<string, string>> {
  const { env, platform } = surroundings;
  const all = Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  if (!asApplication) return Object.fromEntries(all);
  const known = platform === 'win32' ? applicationVariables.win32 : applicationVariables.posix;
  const kept = all.filter(([name]) => known.includes(platform === 'win32' ? name.toUpperCase() : name));
  const path = desktopPath[platform];
  return { ...Object.fromEntries(kept), ...(path !== undefined && { PATH: path }) };
}

/**
 * The command as Windows can start it: a batch file (`npx.cmd`) only through the command processor, every argument
 * quoted for it. Elsewhere as it is.
 */
export function startable(
  found: string,
  command: string,
  args: readonly string[],
  { platform, env }: Pick<Surroundings, 'platform' | 'env'>,
): { readonly command: string; readonly args: readonly string[] } {
  if (platform !== 'win32') return { command, args };
  if (!/\.(?:cmd|bat)$/i.test(found)) return { command: found, args };
  const processor = variable({ platform, env } as Surroundings, 'ComSpec') ?? 'C:\\Windows\\System32\\cmd.exe';
  const line = [found, ...args].map(quotedForBatch).join(' ');
  return { command: processor, args: ['/d', '/s', '/c', `"${line}"`] };
}

/**
 * An argument for a batch file, which parses it twice: once the command processor, once the program that it calls.
 * https://qntm.org/cmd (2025-06)
 */
function quotedForBatch(text: string): string {
  const quoted = `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\*)$/, '$1$1')}"`;
  const once = quoted.replace(/[()%!^"<>&|;, ]/g, '^$&');
  return once.replace(/[()%!^"<>&|;, ]/g, '^$&');
}

/** The variables in a `.env` file: `NAME=value`, quoted or not, `export` and comments as shells have them. */
export function readEnvFile(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(/\r?\n/).flatMap((line) => {
    const [, name, rest = ''] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const quoted = /^(["'])(.*)\1\s*(?:#.*)?$/.exec(rest);
    const value = quoted?.[2] ?? rest.replace(/\s+#.*$/, '').trimEnd();
    return [[name, quoted?.[1] === '"' ? value.replaceAll('\\n', '\n') : value] as const];
  });
  return Object.fromEntries(pairs);
}
