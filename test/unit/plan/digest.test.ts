// What an approval covers: a plan that would write something else has another digest, and no other plan has.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { EntryPlan, Filters, Guard, TargetPlan } from '../../../src/model/plan.ts';
import { type Consents, planDigest } from '../../../src/plan/digest.ts';
import { adding, changing, entry, file, removing, target } from '../../support/plans.ts';

interface Given {
  readonly owner?: string;
  readonly environment?: string | undefined;
  readonly filters?: Partial<Filters>;
  readonly consents?: Partial<Consents>;
  readonly targets?: readonly TargetPlan[];
}

const guard = (given: Partial<Guard> = {}): Guard => ({
  pointer: '/command',
  saw: 'npx',
  sensitive: false,
  asApplied: true,
  ...given,
});
const news = (given: Partial<EntryPlan> = {}) =>
  entry('news', {
    verdict: 'update',
    edit: changing({ '/command': 'uvx', '/args': ['news'] }),
    guards: [guard(), guard({ pointer: '/args', saw: ['-y', 'news'] })],
    ...given,
  });
const weather = (given: Partial<EntryPlan> = {}) => entry('weather', { edit: adding({ command: 'npx' }), ...given });
const secret = (value: string, given: Partial<EntryPlan> = {}) =>
  weather({ edit: adding({ command: 'npx', env: { TOKEN: value } }), secrets: new Set(['/env/TOKEN']), ...given });
const inCursor = (...entries: EntryPlan[]) => target('cursor', entries);
const restored = (mode: number | undefined, text = '{}') =>
  target('cursor', [], {
    files: [file('/home/ada/.cursor/mcp.json', { restore: { bytes: new TextEncoder().encode(text), mode, what: '' } })],
  });

function digest({ owner = 'tester', environment, filters, consents, targets = [inCursor(weather(), news())] }: Given) {
  return planDigest(
    owner,
    environment,
    { hosts: undefined, servers: undefined, pattern: undefined, ...filters },
    { take: [], keep: [], externalize: [], skipConflicts: false, again: false, ...consents },
    targets,
  );
}

const usual: Given = { environment: 'development' };

const others: Readonly<Record<string, Given>> = {
  'another owner': { owner: 'someone' },
  'another environment': { environment: 'production' },
  'no environment': { environment: undefined },
  'only some hosts': { filters: { hosts: ['cursor'] } },
  'only no hosts': { filters: { hosts: [] } },
  'only some servers': { filters: { servers: ['cursor'] } },
  'only servers like a pattern': { filters: { pattern: 'cursor' } },
  'an entry that is taken': { consents: { take: ['news'] } },
  'an entry that is kept': { consents: { keep: ['news'] } },
  'a literal that may be replaced': { consents: { externalize: ['news'] } },
  'conflicts that are skipped': { consents: { skipConflicts: true } },
  'what was rolled back, again': { consents: { again: true } },
  'one entry less': { targets: [inCursor(weather())] },
  'another name': { targets: [inCursor({ ...weather(), name: 'tide' }, news())] },
  'another value': { targets: [inCursor(weather({ edit: adding({ command: 'uvx' }) }), news())] },
  'an entry that goes': { targets: [inCursor(weather({ edit: removing }), news())] },
  'another field': { targets: [inCursor(weather(), news({ edit: changing({ '/cwd': 'uvx', '/args': ['news'] }) }))] },
  'a field that goes': { targets: [inCursor(weather(), news({ edit: changing({ '/command': undefined }) }))] },
  'another place of the file': { targets: [inCursor(weather({ place: 'inputs' }), news())] },
  'another file': {
    targets: [target('cursor', [weather(), news()], { files: [file('/home/ada/.cursor/other.json')] })],
  },
  'another target of the same file': {
    targets: [target('zed', [weather(), news()], { files: [file('/home/ada/.cursor/mcp.json')] })],
  },
  'another value that is expected there': {
    targets: [inCursor(weather(), news({ guards: [guard({ saw: 'node' })] }))],
  },
  'nothing that is expected there': { targets: [inCursor(weather(), news({ guards: [guard({ saw: undefined })] }))] },
  'the same value expected elsewhere': {
    targets: [inCursor(weather(), news({ guards: [guard({ pointer: '/cwd' })] }))],
  },
  'a secret that is expected as applied': {
    targets: [inCursor(weather(), news({ guards: [guard({ sensitive: true })] }))],
  },
  'a secret that is expected to have changed': {
    targets: [inCursor(weather(), news({ guards: [guard({ sensitive: true, asApplied: false })] }))],
  },
  'no secret that is expected there': { targets: [inCursor(weather(), news({ guards: [] }))] },
  'a secret in place of a value': { targets: [inCursor(secret('one'), news())] },
  'another secret': { targets: [inCursor(secret('two'), news())] },
  'the same secret under another name': { targets: [inCursor({ ...secret('two'), name: 'tide' }, news())] },
  'a file that is put back whole': { targets: [restored(0o644)] },
  'a file that is put back with another mode': { targets: [restored(0o600)] },
  'a file that is put back with other bytes': { targets: [restored(0o644, '[]')] },
};

test('each thing that an approval covers makes another digest', () => {
  const digests = new Map([[digest(usual), 'the usual']]);
  for (const [name, given] of Object.entries(others)) {
    const made = digest({ ...usual, ...given });
    assert.not.ok(digests.has(made), `${name} is as ${digests.get(made)}`);
    digests.set(made, name);
  }
});

const sameAgain: Readonly<Record<string, readonly [Given, Given]>> = {
  'the order of what was taken, and saying it twice': [
    { consents: { take: ['a', 'b'] } },
    { consents: { take: ['b', 'a', 'b'] } },
  ],
  'the order of hosts': [{ filters: { hosts: ['a', 'b'] } }, { filters: { hosts: ['b', 'a'] } }],
  'the order of targets': [
    { targets: [inCursor(weather()), target('zed', [weather()])] },
    { targets: [target('zed', [weather()]), inCursor(weather())] },
  ],
  'the order of fields and of guards': [
    {},
    {
      targets: [
        inCursor(
          weather(),
          news({
            edit: changing({ '/args': ['news'], '/command': 'uvx' }),
            guards: [guard({ pointer: '/args', saw: ['-y', 'news'] }), guard()],
          }),
        ),
      ],
    },
  ],
  'what is only recorded': [
    {},
    {
      targets: [inCursor(weather(), news(), entry('tide', { record: { kind: 'drop' } })), target('zed', [entry('a')])],
    },
  ],
  'what is found, and why': [
    {},
    {
      targets: [
        target('cursor', [weather({ reason: { ...weather().reason, note: 'why' } }), news()], {
          findings: [{ code: 'moved', severity: 'warning', message: 'elsewhere' }],
        }),
      ],
    },
  ],
  'where the home directory lies': [
    {},
    {
      targets: [
        target('cursor', [weather(), news()], {
          files: [file('/Users/ada/.cursor/mcp.json', { symbolic: '{home}/.cursor/mcp.json' })],
        }),
      ],
    },
  ],
  'the value of a secret that is expected there': [
    { targets: [inCursor(news({ guards: [guard({ sensitive: true, saw: 'one' })] }))] },
    { targets: [inCursor(news({ guards: [guard({ sensitive: true, saw: 'two' })] }))] },
  ],
};

for (const [name, [one, other]] of Object.entries(sameAgain)) {
  test(`the digest does not depend on ${name}`, () =>
    assert.is(digest({ ...usual, ...one }), digest({ ...usual, ...other })));
}

test.run();
