// How each kind of package is started: the program, and where version, options and arguments stand on its line.

import type { PackageServer } from '../model/package.ts';
import type { Pin } from './described.ts';
import { refused } from './text.ts';

type Arguments = NonNullable<PackageServer['args']>;

interface Runner {
  readonly before: Arguments;
  readonly name: (pin: Pin) => string;
  readonly after?: Arguments;
  /** Options that a package may give to the program that runs it: none that names other code or opens the machine. */
  readonly mayGive: (flag: string, value: string) => boolean;
}

const at = ({ name, version }: Pin) => `${name}@${version}`;
const is =
  (...flags: readonly string[]) =>
  (flag: string) =>
    flags.includes(flag);

/** Every variable of the server is handed on into the container by its name. */
const handedOn: Arguments = ['run', '-i', '--rm', ['-e', '${input:*}']];
const opens =
  /^--?(privileged|cap-add|device|pid|ipc|uts|userns|security-opt|entrypoint|network|net|volumes-from|group-add|d|detach)(=|$)/;

const container: Runner = {
  before: handedOn,
  name: ({ name }) => name,
  // A mount of the whole machine, or of the daemon that rules it, is no option but a way out.
  mayGive: (flag, value) =>
    !opens.test(flag) &&
    !/docker\.sock|(^|[=,])(src=|source=)?\/(?=[:,]|$)/.test(`${flag}=${value}`) &&
    flag.startsWith('-'),
};

/** Kind of package → its programs, the usual one first. */
const runners: Readonly<Record<string, Readonly<Record<string, Runner>>>> = {
  npm: {
    npx: {
      before: ['-y'],
      name: at,
      mayGive: is('-y', '--yes', '-q', '--quiet', '--prefer-offline', '--prefer-online'),
    },
    bunx: { before: [], name: at, mayGive: is('--bun', '--silent') },
  },
  pypi: {
    // `name@version` is uv's form for one exact version (docs.astral.sh/uv/guides/tools, 2026-08).
    uvx: { before: [], name: at, mayGive: is('--python', '-p', '-q', '--quiet', '--isolated', '--native-tls') },
    pipx: { before: ['run'], name: ({ name, version }) => `${name}==${version}`, mayGive: is('--quiet') },
  },
  oci: { docker: container, podman: container },
  nuget: { dnx: { before: [], name: at, after: ['--yes', '--'], mayGive: is('--yes', '-y') } },
};

/** Can packages of this kind be started by a host? */
export function isRun(type: string): boolean {
  return Object.hasOwn(runners, type);
}

/** The command line. Throws HatchError `refused` for options that would start or open something else. */
export function launchOf(
  pin: Pin,
  hint: string | undefined,
  options: Arguments,
  own: Arguments,
): { readonly command: string; readonly args: Arguments } {
  const known = runners[pin.type] ?? {};
  const [usual = ''] = Object.keys(known);
  const command = hint !== undefined && Object.hasOwn(known, hint) ? hint : usual;
  const runner = known[command];
  if (runner === undefined) throw refused(`\`${pin.type}\` packages cannot be started`);
  for (const option of options) {
    const [flag = '', value = ''] = typeof option === 'string' ? option.split(/=(.*)/s) : option;
    if (runner.mayGive(flag, value)) continue;
    throw refused(`it wants ${command} to be run with ${JSON.stringify([flag, value].join(' ').trim().slice(0, 120))}`);
  }
  const fresh = options.filter((option) => !runner.before.includes(option));
  return { command, args: [...runner.before, ...fresh, runner.name(pin), ...(runner.after ?? []), ...own] };
}
