// What is wrong with single servers: what the host refuses, programs it cannot find, secrets in plain sight.

import { decode, isServer } from '../../hosts/index.ts';
import { checkName } from '../../hosts/names.ts';
import type { Finding } from '../../model/finding.ts';
import { isObject, object } from '../../model/json.ts';
import type { Server } from '../../model/server.ts';
import { serversPlace } from '../../state/actual.ts';
import { foundServers } from '../found-servers.ts';
import { aboutServer, type Check, type Examined, looksLikeServer, type Scene, serversOf } from './examined.ts';
import { findProgram, isWindowsScript } from './programs.ts';

type Said = Pick<Finding, 'code' | 'severity' | 'message' | 'hint'>;

/** What the host itself would not take, or takes for nothing. */
const refused: Check = (one, scene) =>
  serversOf(one).flatMap(([name, value, entry]) => {
    const { host } = one;
    const fatal = host.oddities?.refuse?.(value);
    const said: readonly Said[] = [
      ...(fatal === undefined ? [] : [fatal]),
      ...checkName(host, name),
      ...(fatal === undefined ? decoded(one, scene, name, value).findings : []).filter(
        ({ code }) => code !== 'host-expression',
      ),
    ];
    const hint = 'mend it by hand, or define it in a manifest and take it over: `hatch apply --take`';
    return said.map((finding) => aboutServer(one, name, entry, { hint, ...finding }));
  });

function decoded(
  { host, actual }: Examined,
  { surroundings, home, project }: Scene,
  name: string,
  value: Parameters<typeof decode>[2],
) {
  const satellites = (id: string) =>
    object([...(actual.places.get(id) ?? [])].map(([key, { value: one }]) => [key, one] as const));
  return decode(host, name, value, satellites, { platform: surroundings.platform, home, manifestDir: project });
}

/** What another host would take for a server, and this one passes over. */
const ignored: Check = (one) =>
  [...(one.actual.places.get(serversPlace) ?? [])].flatMap(([name, entry]) => {
    const { value } = entry;
    if (!isObject(value) || isServer(one.host, value) || !looksLikeServer(value)) return [];
    const kinds = Object.keys(one.host.entry.transports.words).join(', ');
    return [
      aboutServer(one, name, entry, {
        code: 'entry-ignored',
        severity: 'warning',
        message: `${one.host.title} passes over this entry: it is no server in its shape (${kinds})`,
        hint: 'define it in a manifest, or with `hatch configure`: it is then written in the shape that this host takes',
      }),
    ];
  });

/** The servers that the host starts itself, and that are on. */
function started(one: Examined, scene: Scene) {
  return serversOf(one).flatMap(([name, value, entry]) => {
    const { server } = decoded(one, scene, name, value);
    return server?.command === undefined || server.enabled === false
      ? []
      : [{ name, entry, server, command: server.command }];
  });
}

const programs: Check = (one, scene) =>
  started(one, scene).flatMap(({ name, entry, server, command }) => {
    if (command.includes('${') || (isCmd(command) && scene.surroundings.platform !== 'win32')) return [];
    const { host } = one;
    const path = server.env?.PATH;
    const found = findProgram(scene.reader, scene.surroundings, command, {
      desktop: host.starts?.desktop === true,
      path: path === undefined || path.includes('${') ? undefined : path,
      home: scene.home,
    });
    if (found.where === 'there') return [];
    const said: Said =
      found.where === 'nowhere'
        ? {
            code: 'program-missing',
            severity: 'warning',
            message: `\`${command}\` is not found on this machine`,
            hint: 'install it, or name it by its whole path',
          }
        : {
            code: 'program-not-on-path',
            severity: 'warning',
            message: `\`${command}\` is at ${found.path}, but ${host.title} starts programs with the short PATH of the desktop`,
            hint: `say \`command: ${found.path}\`, and where it is a script that needs others, \`env: { PATH: … }\``,
          };
    return [aboutServer(one, name, entry, said)];
  });

/** `npx` is a script on Windows, and a program that starts no scripts needs `cmd /c` in front. */
const shells: Check = (one, scene) =>
  started(one, scene).flatMap(({ name, entry, server, command }) => {
    const said = shellFinding(one, scene, server, command);
    return said === undefined ? [] : [aboutServer(one, name, entry, said)];
  });

function isCmd(command: string): boolean {
  return /^(?:.*[/\\])?cmd(?:\.exe)?$/i.test(command);
}

function shellFinding(
  { host }: Examined,
  { surroundings }: Scene,
  { args = [] }: Server,
  command: string,
): Said | undefined {
  const windows = surroundings.platform === 'win32';
  const [first = '', program = ''] = args;
  const hint = '`platforms: { win32: { command: cmd, args: [/c, npx, …] } }` says it for Windows alone';
  if (isCmd(command) && !windows) {
    const message = `\`cmd\` is there on Windows only${program === '' ? '' : `; here it is \`${program}\` that should start`}`;
    return { code: 'cmd-elsewhere', severity: 'warning', message, hint };
  }
  if (isCmd(command) && !/^\/[cs]$/i.test(first)) {
    return {
      code: 'cmd-misplaced',
      severity: 'error',
      message: '`cmd` without `/c` as its first argument starts a shell that waits for ever',
      hint: 'args: [/c, npx, …]',
    };
  }
  if (!windows || host.starts?.cmd !== true || !isWindowsScript(command)) return undefined;
  return {
    code: 'cmd-missing',
    severity: 'warning',
    message: `\`${command}\` is a script on Windows, and ${host.title} starts programs only`,
    hint,
  };
}

const secrets: Check = (one, scene) => {
  const { host, actual } = one;
  const target = { name: host.id, host, home: scene.home, actual };
  return foundServers(scene.surroundings, scene.project, target, () => true)
    .findings.filter(({ code }) => code === 'literal-secret')
    .flatMap(({ server = '', ...finding }) => {
      const entry = serversOf(one).find(([name]) => name === server)?.[2];
      return entry === undefined ? [] : [aboutServer(one, server, entry, finding)];
    });
};

export const entryChecks: readonly Check[] = [refused, ignored, shells, programs, secrets];
