// Every command of the program, as data: what parsing and help need to know. What each does stands elsewhere.

import { byHand } from './by-hand-declarations.ts';
import type { CommandDeclaration, Group } from './declaration.ts';
import { environments } from './environment-declarations.ts';
import { answers, approving, consents, narrowed, what, where } from './flags.ts';
import { goingBack } from './going-back-declarations.ts';
import { listing } from './listing-declarations.ts';
import { packages } from './package-declarations.ts';
import { driftCommands } from './review-declarations.ts';
import { servers } from './server-declarations.ts';

const mainJob: Group = {
  title: 'Main job',
  commands: [
    {
      path: ['init'],
      says: 'Write a manifest, from the hosts on this machine or as a starter',
      details: [
        'Secrets found in a host stay there: each is listed with the reference that could replace it.',
        'PATH is hatch.mcp.yaml in this folder unless given; with --from-hatch it may be the folder taken from.',
      ],
      arguments: [{ name: 'PATH' }],
      flags: ['from-host', 'all', 'from-hatch', 'force', 'root', 'lock-timeout'],
      means: { all: [undefined, 'also hosts without servers'] },
      examples: [
        ['init', 'the servers of every host found on this machine; a starter where there are none'],
        ['init --all', 'also hosts that are here without servers, as targets'],
        ['init --from-host cursor,vscode', 'the servers of two hosts'],
        ['init --from-hatch', "the environments of the older tool's ~/.hatch"],
      ],
    },
    {
      path: ['validate'],
      says: 'Check a manifest, or the package in a folder; touches no host',
      details: ['--format: markdown, github, junit or sarif.'],
      arguments: [{ name: 'PATH' }],
      flags: ['manifest', 'var', 'format'],
      examples: [
        ['validate', 'the manifest of this folder'],
        ['validate team/hatch.mcp.yaml --json', 'another one, for a program to read'],
        ['validate --format sarif > hatch.sarif', 'for code scanning'],
        ['validate ./weather-toolkit', 'a server package'],
      ],
    },
    {
      path: ['plan'],
      says: 'Show what would change, and why; writes nothing',
      details: [
        '--format: markdown (a comment on a pull request), github (annotations, and the summary and outputs of the step),',
        'junit, sarif, json-patch.',
      ],
      flags: [...what, ...consents, 'format', 'out', 'exit-code'],
      examples: [
        ['plan', 'what `hatch apply` would do'],
        ['plan --environment production --host cursor', 'for one host, in another environment'],
        ['plan --exit-code', 'for CI: exit 2 if someone forgot to apply'],
        ['plan --out plan.json && hatch apply plan.json', 'apply just what was reviewed'],
        ['plan --format markdown > comment.md', 'for a pull request'],
      ],
    },
    {
      path: ['apply'],
      says: 'Plan again, ask, and make it so, in one transaction with backups',
      details: [
        'Without a terminal nothing is written unless --auto-approve, --approve or a plan file says so.',
        'A plan file brings its own environment, selection and answers; give --var again where it was given.',
      ],
      arguments: [{ name: 'plan.json' }],
      flags: [...what, ...consents, ...approving, 'allow-empty', 'max-deletes', 'check', 'timeout', 'jobs'],
      means: { timeout: ['TIME', 'how long each server may take (default: 30s)'] },
      examples: [
        ['apply', 'show the plan, ask, apply'],
        ['apply --take claude-desktop/github', 'take over a server that is not managed yet'],
        ['apply plan.json', 'just the plan that `hatch plan --out plan.json` wrote'],
        ['apply --auto-approve', 'without a question, for scripts'],
      ],
    },
  ],
};

const doctor: CommandDeclaration = {
  path: ['doctor'],
  says: 'Look at every host here: where its servers stand and why, and what is wrong',
  details: [
    'Each host shows the file that was chosen and every other place that was looked at.',
    'Exit 1 where something is found that keeps a host from its servers.',
  ],
  arguments: [{ name: 'HOST', rest: true }],
  flags: ['host', 'fix', ...where, ...approving],
  examples: [
    ['doctor', 'every host on this machine, and the project of this folder'],
    ['doctor claude-desktop', 'one host'],
    ['doctor --fix', 'show what can be mended safely, ask, mend it'],
  ],
};

const looking: Group = {
  title: 'Look',
  commands: [
    {
      path: ['status'],
      says: 'List each server of each target with two letters',
      details: [
        'First letter, what others did:     M changed  D removed  ? there, and not managed',
        'Second letter, what apply will do: A add  M change  D remove  R only record  C conflict',
      ],
      flags: [...what, 'exit-code'],
      examples: [
        ['status', 'all that is not as the manifest wants it'],
        ['status --host cursor --json', 'one host, for a program to read'],
      ],
    },
    ...driftCommands,
    {
      path: ['explain'],
      says: 'Print the three states of one server and the rule that decided',
      arguments: [{ name: 'TARGET/SERVER', required: true }],
      flags: ['manifest', 'environment', 'var', 'root'],
      examples: [
        ['explain cursor/github', 'why Cursor has, or will have, this server'],
        ['explain claude-code/github -e production', 'what another environment would make of it'],
        ['explain cursor/github --json', 'the three states, for a program to read'],
      ],
    },
    {
      path: ['history'],
      says: 'List the runs that wrote something, newest first',
      details: [
        'A run is forgotten after 14 days, unless it is among the last twenty, a backup of it is kept, or it is the newest of its manifest.',
      ],
      flags: ['limit'],
      examples: [
        ['history', 'the last twenty'],
        ['history --limit 3 --json', 'the last three, for a program to read'],
      ],
    },
    {
      path: ['hosts'],
      says: 'List the hosts we know, and which are on this machine',
      details: [
        'With --verify, every server in the files is read and written again in memory, and one comes and goes.',
      ],
      arguments: [{ name: 'FOLDER', rest: true }],
      flags: ['host', 'root', 'verify'],
      examples: [
        ['hosts', 'ids, files and formats'],
        ['hosts --host cursor --json', 'one of them, with every place that was looked at'],
        ['hosts --verify', 'check our facts against the files of this machine'],
        ['hosts --verify fixtures/hosts', 'against files in folders named like the hosts'],
      ],
    },
    doctor,
  ],
};

const owning: Group = {
  title: 'Take over',
  commands: [
    {
      path: ['adopt'],
      says: 'Write servers that a host has into the manifest; touches no host',
      arguments: [{ name: 'TARGET/SERVER', rest: true }],
      flags: ['all', 'manifest', 'environment', 'var', 'host', 'root', 'lock-timeout'],
      examples: [
        ['adopt cursor/github', 'one server'],
        ['adopt --all', 'all that is not managed yet'],
      ],
    },
    {
      path: ['forget'],
      says: 'Drop records; touches no host and no manifest',
      arguments: [{ name: 'TARGET/SERVER', rest: true }],
      flags: ['all', 'manifest', 'host', 'root', 'lock-timeout'],
      examples: [
        ['forget cursor/github', 'one server is no longer managed, and stays where it is'],
        ['forget --all', 'all of them'],
      ],
    },
    {
      path: ['destroy'],
      says: 'Remove all that this manifest wrote',
      flags: [...narrowed, ...answers, ...approving],
      examples: [
        ['destroy', 'show what goes, ask, remove it'],
        ['destroy --host cursor', 'from one host'],
      ],
    },
  ],
};

const housekeeping: Group = {
  title: 'The rest',
  commands: [
    {
      path: ['unlock'],
      says: 'Remove a lock whose holder is on another machine and gone',
      arguments: [{ name: 'ID', required: true }],
      flags: [],
      examples: [
        ['unlock 3f2a', 'the id is in the message that names the lock'],
        ['unlock 3f2a && hatch apply', 'and go on: the next run mends what that one left'],
      ],
    },
    {
      path: ['schema'],
      says: 'Print a JSON Schema: manifest or report',
      arguments: [{ name: 'NAME' }],
      flags: [],
      examples: [
        ['schema > hatch.schema.json', 'the schema of the manifest'],
        ['schema report', 'the schema of what --json prints'],
      ],
    },
    {
      path: ['completion'],
      says: 'Print the completion script of a shell: bash, zsh or fish',
      arguments: [{ name: 'SHELL', required: true }],
      flags: [],
      examples: [
        ['completion bash > ~/.local/share/bash-completion/completions/hatch', 'for bash, with bash-completion'],
        ['completion zsh > "${fpath[1]}/_hatch"', 'for zsh'],
        ['completion fish > ~/.config/fish/completions/hatch.fish', 'for fish'],
      ],
    },
  ],
};

/** In the order of help. */
export const groups: readonly Group[] = [
  mainJob,
  looking,
  listing,
  owning,
  byHand,
  goingBack,
  environments,
  packages,
  servers,
  housekeeping,
];

export const commands: readonly CommandDeclaration[] = groups.flatMap((group) => group.commands);
