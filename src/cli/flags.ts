// Every flag of the command line, as data: what parsing, help and completion need to know.

interface FlagDeclaration {
  /**
   * `switch` takes no value; `text` one; `texts` several, as they stand, also with a dash first; `list` several, also
   * with commas; `pairs` several of `NAME=VALUE`.
   */
  readonly kind: 'switch' | 'text' | 'texts' | 'list' | 'pairs';
  /** What stands between the name and the value of a pair. */
  readonly between?: RegExp;
  /** What history does not keep, since it may hold a secret: the value, or of a pair what follows its name. */
  readonly hides?: true;
  readonly short?: string;
  /** What the value is called in help. */
  readonly value?: string;
  /** One line for help. */
  readonly says: string;
  /** Variable of the surroundings that stands in for it. Switches read it themselves; the verbs read the others. */
  readonly variable?: string;
  /** In words, where leaving it out means something that is not plain. */
  readonly default?: string;
}

const switched = (says: string, more: Partial<FlagDeclaration> = {}): FlagDeclaration => ({
  kind: 'switch',
  says,
  ...more,
});
const text = (value: string, says: string, more: Partial<FlagDeclaration> = {}): FlagDeclaration => ({
  kind: 'text',
  value,
  says,
  ...more,
});
const list = (value: string, says: string, more: Partial<FlagDeclaration> = {}): FlagDeclaration => ({
  kind: 'list',
  value,
  says,
  ...more,
});

const declarations = {
  manifest: text('PATH', 'the manifest', { variable: 'HATCH_MANIFEST', default: 'searched upwards from here' }),
  environment: text('NAME', 'the current environment', {
    short: 'e',
    variable: 'HATCH_ENVIRONMENT',
    default: 'the one in use',
  }),
  var: { kind: 'pairs', value: 'NAME=VALUE', says: 'value of a variable of the manifest', hides: true },
  env: { kind: 'pairs', value: 'NAME=VALUE', says: 'a variable for the server', hides: true },
  host: list('NAME,…', 'only these targets or hosts', { default: 'all' }),
  servers: list('NAME,…', 'only these servers', { default: 'all' }),
  pattern: text('REGEX', 'only servers whose name matches', { default: 'all' }),
  root: text('DIR', 'put every path of a host below DIR'),
  take: list('ENTRY,…|all', 'on conflict, write what is planned over it'),
  keep: list('ENTRY,…|all', 'on conflict, leave it and do not ask again'),
  'skip-conflicts': switched('leave conflicts out this time'),
  externalize: list('ENTRY,…', 'replace the secret that stands in the file by the reference'),
  'same-owner': switched('the manifest was moved: its records are those of the old place'),
  'from-owner': text('NAME', 'take over entries that the manifest NAME manages'),
  again: switched('bring back what a rollback took off'),
  create: switched('create the files of hosts that are not on this machine'),
  'prune-moved': switched('also clean the old file of a target that now lies elsewhere'),
  'auto-approve': switched('do not ask', { variable: 'HATCH_AUTO_APPROVE' }),
  approve: text('DIGEST', 'go on only if the plan has this digest (sha256:…)'),
  'no-backup': switched('write without keeping a copy of what is replaced'),
  'lock-timeout': text('TIME', 'how long to wait for another run', { default: '30s' }),
  settle: text('TIME', 'then look whether a host put its own back', { default: 'at once' }),
  'allow-empty': switched('go on even if nothing at all would be left'),
  'max-deletes': text('NUMBER', 'removals allowed without a question', { default: '3, or a quarter' }),
  format: text('FORMAT', 'text, json, or a format that is named above', { default: 'text' }),
  out: text('FILE', 'also write the plan as JSON, for `hatch apply FILE`'),
  apply: switched('put back what drifted; needs --auto-approve'),
  interval: text('TIME', 'how long between two looks', { default: '2s' }),
  'exit-code': switched('exit 2 if changes or drift are pending, 3 if conflicts are'),
  all: switched('everything that there is'),
  'from-host': list('HOST,…', 'take the servers of these hosts', { default: 'all that are here' }),
  'from-env': text('NAME', 'take the servers of this environment'),
  'to-host': list('NAME,…|all', 'give them to these targets, groups or hosts'),
  'dry-run': switched('show what would be done; write nothing at all'),
  mirror: switched('also remove what an earlier one put there and the source no longer has'),
  override: switched('write also what the next apply would put back'),
  references: text('HOW', 'native, or inline: write what references stand for', { default: 'native' }),
  'on-unsupported': text('HOW', 'error, warn (leave the field out) or bridge', { default: 'error' }),
  save: switched('save it in the manifest, so that the next apply wants the same'),
  'no-save': switched('write it once, and leave the manifest as it is'),
  command: text('COMMAND', 'the program that is the server'),
  args: { kind: 'texts', value: 'ARG', says: 'an argument of it; repeat it, or give all after --', hides: true },
  'env-var': { kind: 'pairs', value: 'NAME=VALUE', says: 'the same as --env', hides: true },
  'env-file': text('FILE', 'a file with variables for it; one that is not there yet: --env-from'),
  // Node looks for the file after --env-file among its program's words too, and ends without it: nodejs/node#54232.
  'env-from': text('FILE', 'the same, whether the file is there or not'),
  cwd: text('DIR', 'the folder that it runs in'),
  url: text('URL', 'the address of a remote server', { hides: true }),
  transport: text('NAME', 'http, sse or ws', { default: 'http for a URL' }),
  header: {
    kind: 'pairs',
    value: 'NAME=VALUE',
    says: "a header of each request; also 'NAME: VALUE'",
    between: /=|: */,
    hides: true,
  },
  timeout: text('TIME', 'how long a tool may take, such as 30s'),
  'include-tools': list('NAME,…', 'only these of its tools'),
  'exclude-tools': list('NAME,…', 'none of these tools'),
  disabled: switched('switched off in the host'),
  enabled: switched('switched on again'),
  set: { kind: 'pairs', value: 'POINTER=JSON', says: "a field of the named hosts' own", hides: true },
  'from-hatch': switched("take the environments of the older tool's ~/.hatch"),
  force: switched('replace a file that is there'),
  limit: text('NUMBER', 'how many, newest first', { default: '20' }),
  description: text('TEXT', 'what it is for'),
  extends: list('NAME,…', 'the environments that it builds upon'),
  name: text('NAME', 'a name for it'),
  backup: text('FILE', 'the backup, by its file as listed, or HOST_<time>.json'),
  timestamp: text('TIME', 'the backup, by the time in its name, or as listed'),
  'older-than-days': text('DAYS', 'only those older than this'),
  'keep-count': text('NUMBER', 'keep this many, the newest'),
  verify: switched('check what we know of the hosts against their files'),
  fix: switched('mend what can be mended safely'),
  first: switched('also the first copy, which is kept for ever otherwise'),
  with: { kind: 'pairs', value: 'NAME=VALUE', says: 'a value that the package asks for', hides: true },
  frozen: switched('for CI: change nothing, and fail where the lock would change'),
  outdated: switched('also look up what is newest'),
  language: text('NAME', 'typescript or python', { default: 'typescript' }),
  'as-host': switched('with the PATH and variables that the host has, not those of this shell'),
  jobs: text('NUMBER', 'how many at a time', { default: '8' }),
  check: switched('first speak to each server that is added or changed; write nothing if one does not answer'),
  json: switched('print one JSON document'),
  'no-color': switched('no colours', { variable: 'NO_COLOR' }),
} as const satisfies Readonly<Record<string, FlagDeclaration>>;

export type FlagName = keyof typeof declarations;

/** By name, without dashes. */
export const flags: Readonly<Record<FlagName, FlagDeclaration>> = declarations;

/** Understood by every command. */
export const everywhere: readonly FlagName[] = ['json', 'no-color'];

/** Where things lie. */
export const where: readonly FlagName[] = ['manifest', 'root'];

/** What a plan is made from. */
export const what: readonly FlagName[] = ['manifest', 'environment', 'var', 'host', 'servers', 'pattern', 'root'];

/** What a plan from the record alone is made from. */
export const narrowed: readonly FlagName[] = ['manifest', 'host', 'servers', 'pattern', 'root'];

/** Answers to conflicts. */
export const answers: readonly FlagName[] = ['take', 'keep', 'skip-conflicts'];

/** All that a plan may be allowed to do. */
export const consents: readonly FlagName[] = [
  ...answers,
  'externalize',
  'same-owner',
  'from-owner',
  'again',
  'create',
  'prune-moved',
];

/** How a plan is approved and written. */
export const approving: readonly FlagName[] = ['auto-approve', 'approve', 'no-backup', 'lock-timeout', 'settle'];
