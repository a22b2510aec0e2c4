import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { EntryEdit, EntryPlan } from '../../../src/model/plan.ts';
import { decide } from '../../../src/plan/decide.ts';
import { hashPointer, referenceDigest } from '../../../src/state/records.ts';
import { entryStates, hasher, type Told } from '../../support/entry-states.ts';

interface Row {
  readonly says: string;
  readonly told: Told;
  readonly verdict: EntryPlan['verdict'] | undefined;
  readonly conflict?: EntryPlan['conflict'];
  readonly answer?: EntryPlan['answer'];
  /** `add`, `remove`, or the fields that are written (undefined removes one); nothing where it is left out. */
  readonly edit?: 'add' | 'remove' | Readonly<Record<string, unknown>>;
  readonly record?: EntryPlan['record']['kind'];
}

const npx = { command: 'npx', args: ['-y', 'weather'] };
const uvx = { command: 'uvx', args: ['weather'] };
const theirs = { origin: 'written', fields: {} } as const;
const inUi = { ...npx, disabledByUser: true };

const rows: readonly Row[] = [
  { says: 'a server of somebody else is left alone', told: { actual: npx }, verdict: 'unmanaged' },
  { says: 'nothing at all is nothing', told: {}, verdict: undefined },
  {
    says: 'what is desired and missing is added',
    told: { desired: npx },
    verdict: 'add',
    edit: 'add',
    record: 'write',
  },
  {
    says: 'what is there already, equal, is only recorded',
    told: { desired: npx, actual: npx },
    verdict: 'adopt-equal',
    record: 'write',
  },
  {
    says: 'fields of others beside equal ones do not count',
    told: { desired: npx, actual: inUi },
    verdict: 'adopt-equal',
    record: 'write',
  },
  {
    says: 'something else under the same name is a collision',
    told: { desired: npx, actual: uvx },
    verdict: 'collision',
    conflict: 'collision',
  },
  {
    says: 'a desired field that an unrecorded entry lacks is a collision too',
    told: { desired: { ...npx, env: { LEVEL: 'debug' } }, actual: npx },
    verdict: 'collision',
    conflict: 'collision',
  },
  {
    says: 'the manifest changed: the changed field is written, the rest of the entry stays',
    told: { desired: { ...npx, env: { LEVEL: 'debug' } }, actual: inUi, recorded: npx },
    verdict: 'update',
    edit: { '/env/LEVEL': 'debug' },
    record: 'write',
  },
  {
    says: 'command and arguments count as one field',
    told: { desired: { command: 'uvx', args: ['weather'] }, actual: npx, recorded: npx },
    verdict: 'update',
    edit: { '/command': 'uvx', '/args': ['weather'] },
    record: 'write',
  },
  {
    says: 'a field that left the manifest leaves the file',
    told: { desired: npx, actual: { ...npx, env: { LEVEL: 'debug' } }, recorded: { ...npx, env: { LEVEL: 'debug' } } },
    verdict: 'update',
    edit: { '/env/LEVEL': undefined },
    record: 'write',
  },
  { says: 'all equal is in sync', told: { desired: npx, actual: npx, recorded: npx }, verdict: 'in-sync' },
  {
    says: 'a policy that changed is recorded, since it decides what happens to the entry later',
    told: { desired: npx, actual: npx, recorded: npx, policies: { onRemove: 'forget' } },
    verdict: 'converged',
    record: 'write',
  },
  {
    says: 'file and manifest changed to the same: recorded only',
    told: { desired: uvx, actual: uvx, recorded: npx },
    verdict: 'converged',
    record: 'write',
  },
  {
    says: 'drift is put back',
    told: { desired: npx, actual: uvx, recorded: npx },
    verdict: 'drift',
    edit: { '/command': 'npx', '/args': ['-y', 'weather'] },
    record: 'write',
  },
  {
    says: 'drift is only shown under onDrift: report',
    told: { desired: npx, actual: uvx, recorded: npx, policies: { onDrift: 'report' } },
    verdict: 'drift',
  },
  {
    says: 'both sides changed, in different fields: drift is put back and the change written',
    told: {
      desired: { ...npx, env: { LEVEL: 'info' } },
      actual: { ...uvx, env: { LEVEL: 'debug' } },
      recorded: { ...npx, env: { LEVEL: 'debug' } },
    },
    verdict: 'diverged',
    edit: { '/env/LEVEL': 'info', '/command': 'npx', '/args': ['-y', 'weather'] },
    record: 'write',
  },
  {
    says: 'both sides changed, in the same field: a conflict',
    told: { desired: uvx, actual: { command: 'node', args: ['.'] }, recorded: npx },
    verdict: 'diverged',
    conflict: 'both-changed',
  },
  {
    says: 'an entry that somebody removed is added again',
    told: { desired: npx, recorded: npx },
    verdict: 're-add',
    edit: 'add',
    record: 'write',
  },
  {
    says: 'an entry that somebody removed stays away under onDrift: report',
    told: { desired: npx, recorded: npx, policies: { onDrift: 'report' } },
    verdict: 're-add',
  },
  {
    says: 'all entries were lost at once: recreated, and said so',
    told: { desired: npx, recorded: npx, states: { reset: true } },
    verdict: 'host-reset',
    edit: 'add',
    record: 'write',
  },
  {
    says: 'what left the manifest leaves the file, with what others added to it',
    told: { actual: inUi, recorded: npx },
    verdict: 'prune',
    edit: 'remove',
    record: 'drop',
  },
  {
    says: 'what left the manifest but was changed meanwhile is a conflict',
    told: { actual: uvx, recorded: npx },
    verdict: 'prune-drifted',
    conflict: 'prune-drifted',
  },
  {
    says: 'what was only found is forgotten, not removed',
    told: { actual: npx, recorded: npx, record: { origin: 'found' } },
    verdict: 'forget',
    record: 'drop',
  },
  {
    says: 'onRemove: forget leaves it in the file',
    told: { actual: npx, recorded: npx, record: { onRemove: 'forget' } },
    verdict: 'forget',
    record: 'drop',
  },
  {
    says: 'a protected entry is never removed',
    told: { actual: npx, recorded: npx, record: { protect: true } },
    verdict: 'in-sync',
  },
  {
    says: 'onRemove: disable uses the off switch of the host',
    told: { host: 'codex', actual: npx, recorded: npx, record: { onRemove: 'disable' } },
    verdict: 'prune',
    edit: { '/enabled': false },
    record: 'write',
  },
  {
    says: 'what we switched off is parked',
    told: {
      host: 'codex',
      actual: { ...npx, enabled: false },
      recorded: { ...npx, enabled: false },
      record: { onRemove: 'disable', parked: true },
    },
    verdict: 'parked',
  },
  { says: 'gone on both sides: the record goes', told: { recorded: npx }, verdict: 'forget', record: 'drop' },
  {
    says: 'an exclusive target holds nothing of others',
    told: { actual: npx, states: { exclusive: true } },
    verdict: 'prune',
    edit: 'remove',
    record: 'drop',
  },
  {
    says: 'what another manifest manages is asked about in an exclusive target too',
    told: {
      actual: npx,
      states: { exclusive: true, other: { owner: 'team', conflicts: true, recorded: theirs, hasher: undefined } },
    },
    verdict: 'prune',
    conflict: 'other-owner',
  },
  {
    says: 'take makes known fields just what is desired, and leaves unknown ones',
    told: {
      desired: { url: 'https://a.example/mcp' },
      actual: { command: 'npx', args: ['x'], panelState: 1 },
      consent: { answer: 'take' },
    },
    verdict: 'collision',
    conflict: 'collision',
    answer: 'take',
    edit: { '/url': 'https://a.example/mcp', '/command': undefined, '/args': undefined },
    record: 'write',
  },
  {
    says: 'keep is remembered and leaves everything',
    told: { desired: npx, actual: uvx, consent: { answer: 'keep' } },
    verdict: 'collision',
    conflict: 'collision',
    answer: 'keep',
    record: 'kept',
  },
  {
    says: 'skip leaves everything, this time',
    told: { desired: npx, actual: uvx, consent: { answer: 'skip' } },
    verdict: 'collision',
    conflict: 'collision',
    answer: 'skip',
  },
  {
    says: 'onConflict: take answers without a question',
    told: { desired: npx, actual: uvx, policies: { onConflict: 'take' } },
    verdict: 'collision',
    conflict: 'collision',
    answer: 'take',
    edit: { '/command': 'npx', '/args': ['-y', 'weather'] },
    record: 'write',
  },
  {
    says: 'take of a pruned entry that drifted removes it',
    told: { actual: uvx, recorded: npx, consent: { answer: 'take' } },
    verdict: 'prune-drifted',
    conflict: 'prune-drifted',
    answer: 'take',
    edit: 'remove',
    record: 'drop',
  },
  {
    says: 'a finding of the grave kind blocks the entry, and take does not answer it',
    told: {
      desired: npx,
      with: { findings: [{ code: 'name-illegal', severity: 'error', message: 'no' }] },
      consent: { answer: 'take' },
    },
    verdict: 'add',
    conflict: 'blocked',
  },
  {
    says: 'another owner has it: a conflict that take alone does not silence by policy',
    told: {
      desired: npx,
      actual: uvx,
      policies: { onConflict: 'take' },
      states: { other: { owner: 'team', conflicts: true, recorded: theirs, hasher: undefined } },
    },
    verdict: 'collision',
    conflict: 'other-owner',
  },
  {
    says: 'what a one-off command wrote is taken over in silence',
    told: {
      desired: npx,
      actual: uvx,
      states: { other: { owner: '@once', conflicts: false, recorded: theirs, hasher: undefined } },
    },
    verdict: 'update',
    edit: { '/command': 'npx', '/args': ['-y', 'weather'] },
    record: 'write',
  },
  {
    says: 'a literal secret is not replaced by a reference when drift is put back',
    told: {
      desired: { ...npx, env: { TOKEN: '${env:TOKEN}' } },
      actual: { ...npx, env: { TOKEN: 'only-copy' } },
      recorded: { ...npx, env: { TOKEN: '${env:TOKEN}' } },
      with: { native: new Set(['/env/TOKEN']) },
    },
    verdict: 'drift',
    conflict: 'literal',
  },
  {
    says: 'a literal secret is not replaced by a reference under take either',
    told: {
      desired: { ...npx, env: { TOKEN: '${env:TOKEN}' } },
      actual: { ...uvx, env: { TOKEN: 'only-copy' } },
      with: { native: new Set(['/env/TOKEN']) },
      consent: { answer: 'take' },
    },
    verdict: 'collision',
    conflict: 'literal',
  },
  {
    says: 'with consent for the entry a literal secret gives way to the reference',
    told: {
      desired: { ...npx, env: { TOKEN: '${env:TOKEN}' } },
      actual: { ...npx, env: { TOKEN: 'only-copy' } },
      recorded: { ...npx, env: { TOKEN: '${env:TOKEN}' } },
      with: { native: new Set(['/env/TOKEN']) },
      consent: { externalize: true },
    },
    verdict: 'drift',
    edit: { '/env/TOKEN': '${env:TOKEN}' },
    record: 'write',
  },
  {
    says: 'a literal secret that the manifest does not have stays under take while the transport stays',
    told: {
      desired: npx,
      actual: { ...uvx, env: { TOKEN: 'only-copy' } },
      consent: { answer: 'take' },
    },
    verdict: 'collision',
    conflict: 'collision',
    answer: 'take',
    edit: { '/command': 'npx', '/args': ['-y', 'weather'] },
    record: 'write',
  },
  {
    says: 'a literal gives way only with consent where the host has the reference in another place',
    told: {
      host: 'codex',
      desired: { command: 'npx', env_vars: ['TOKEN'] },
      actual: { command: 'uvx', env: { TOKEN: 'only-copy' } },
      with: { native: new Set(['/env_vars/0']), given: new Set(['environment/TOKEN']) },
      consent: { answer: 'take' },
    },
    verdict: 'collision',
    conflict: 'literal',
  },
  {
    says: 'with that consent the literal goes and the reference comes',
    told: {
      host: 'codex',
      desired: { command: 'npx', env_vars: ['TOKEN'] },
      actual: { command: 'uvx', env: { TOKEN: 'only-copy' } },
      with: { native: new Set(['/env_vars/0']), given: new Set(['environment/TOKEN']) },
      consent: { answer: 'take', externalize: true },
    },
    verdict: 'collision',
    conflict: 'collision',
    answer: 'take',
    edit: { '/command': 'npx', '/env_vars': ['TOKEN'], '/env/TOKEN': undefined },
    record: 'write',
  },
  {
    says: 'a change of transport would lose a literal secret: a conflict',
    told: {
      desired: { url: 'https://a.example/mcp' },
      actual: { ...npx, env: { TOKEN: 'only-copy' } },
      consent: { answer: 'take' },
    },
    verdict: 'collision',
    conflict: 'literal',
  },
  {
    says: 'what a record knows only by digest is compared by digest',
    told: {
      desired: { ...npx, env: { TOKEN: 'abc' } },
      actual: { ...npx, env: { TOKEN: 'abc' } },
      recorded: { ...npx, env: { TOKEN: 'abc' } },
      digested: ['/env/TOKEN'],
    },
    verdict: 'in-sync',
  },
  {
    says: 'a default that the file spells out is no difference',
    told: { host: 'codex', desired: npx, actual: { ...npx, enabled: true }, recorded: npx },
    verdict: 'in-sync',
  },
  {
    says: 'command, arguments and folder count as one field: a change of one and drift of another conflict',
    told: {
      desired: { command: 'npx', args: ['-y', 'news'] },
      actual: { command: 'node', args: npx.args },
      recorded: npx,
    },
    verdict: 'diverged',
    conflict: 'both-changed',
  },
  {
    says: 'address and transport count as one field too',
    told: {
      host: 'claude-code',
      desired: { type: 'sse', url: 'https://a.example/mcp' },
      actual: { type: 'http', url: 'https://b.example/mcp' },
      recorded: { type: 'http', url: 'https://a.example/mcp' },
    },
    verdict: 'diverged',
    conflict: 'both-changed',
  },
  {
    says: 'of fields that count as one only those are written that differ',
    told: { desired: npx, actual: { command: 'npx', args: ['weather'] }, recorded: npx },
    verdict: 'drift',
    edit: { '/args': ['-y', 'weather'] },
    record: 'write',
  },
  {
    says: 'a field that left the manifest but was changed meanwhile is a conflict',
    told: {
      desired: npx,
      actual: { ...npx, env: { LEVEL: 'info' } },
      recorded: { ...npx, env: { LEVEL: 'debug' } },
    },
    verdict: 'diverged',
    conflict: 'both-changed',
  },
  {
    says: 'what left the manifest after somebody took a field of ours away is a conflict',
    told: { actual: npx, recorded: { ...npx, env: { LEVEL: 'debug' } } },
    verdict: 'prune-drifted',
    conflict: 'prune-drifted',
  },
  {
    says: 'a source that no longer has it leaves it as it is',
    told: {
      actual: npx,
      recorded: npx,
      states: { held: { code: 'source-gone', severity: 'warning', message: 'no longer in zed' } },
    },
    verdict: 'in-sync',
  },
  {
    says: 'what was only looked at is no entry of ours, though a source no longer has it',
    told: {
      actual: npx,
      record: { origin: 'found' },
      states: { held: { code: 'source-gone', severity: 'warning', message: 'no longer in zed' } },
    },
    verdict: 'unmanaged',
    record: 'drop',
  },
  {
    says: 'onRemove: disable is refused where the switch does not stand in the entry',
    told: { host: 'gemini-cli', actual: npx, recorded: npx, record: { onRemove: 'disable' } },
    verdict: 'prune',
    conflict: 'blocked',
  },
  {
    says: 'a change of transport takes the other known fields along',
    told: {
      desired: { url: 'https://a.example/mcp' },
      actual: { ...npx, envFile: '.env', disabledByUser: true },
      recorded: npx,
    },
    verdict: 'update',
    edit: { '/url': 'https://a.example/mcp', '/command': undefined, '/args': undefined, '/envFile': undefined },
    record: 'write',
  },
  {
    says: 'an entry of ours changes its transport only with consent where somebody put a secret into it',
    told: {
      desired: { url: 'https://a.example/mcp' },
      actual: { ...npx, env: { TOKEN: 'only-copy' } },
      recorded: npx,
    },
    verdict: 'update',
    conflict: 'literal',
  },
  {
    says: 'under take a secret that we wrote gives way to the reference',
    told: {
      desired: { ...uvx, env: { TOKEN: '${env:TOKEN}' } },
      actual: { command: 'node', env: { TOKEN: 'ours' } },
      recorded: { ...npx, env: { TOKEN: 'ours' } },
      digested: ['/env/TOKEN'],
      with: { native: new Set(['/env/TOKEN']) },
      consent: { answer: 'take' },
    },
    verdict: 'diverged',
    conflict: 'both-changed',
    answer: 'take',
    edit: { '/command': 'uvx', '/args': ['weather'], '/env/TOKEN': '${env:TOKEN}' },
    record: 'write',
  },
  {
    says: 'keep does not answer a finding of the grave kind, and is not remembered',
    told: {
      desired: npx,
      actual: uvx,
      with: { findings: [{ code: 'entry-mixed', severity: 'error', message: 'both' }] },
      consent: { answer: 'keep' },
    },
    verdict: 'collision',
    conflict: 'blocked',
  },
  {
    says: 'a finding of the grave kind does not block what stands there already',
    told: {
      desired: npx,
      actual: npx,
      recorded: npx,
      with: { findings: [{ code: 'entry-mixed', severity: 'error', message: 'both' }] },
    },
    verdict: 'in-sync',
  },
  {
    says: 'a text in the place of an object takes its members along',
    told: {
      desired: { url: 'https://a.example/mcp', auth: 'none' },
      actual: { url: 'https://a.example/mcp', auth: { CLIENT_ID: 'reef' } },
      consent: { answer: 'take' },
    },
    verdict: 'collision',
    conflict: 'collision',
    answer: 'take',
    edit: { '/auth': 'none' },
    record: 'write',
  },
  ...(
    [
      ['protection', { with: { protect: true } }],
      ['environment', { with: { environment: 'production' } }],
      ['source', { with: { source: 'zed' } }],
      ['end of being switched off', { record: { parked: true } }],
      ['end of being held off', { record: { rolledBack: 'sha256:00' } }],
    ] as const
  ).map(
    ([what, told]): Row => ({
      says: `another ${what} is recorded, though no field changed`,
      told: { desired: npx, actual: npx, recorded: npx, ...told },
      verdict: 'converged',
      record: 'write',
    }),
  ),
  {
    says: 'an alias of what is desired is no difference',
    told: {
      host: 'claude-code',
      desired: { type: 'http', url: 'https://a.example/mcp' },
      actual: { type: 'streamable-http', url: 'https://a.example/mcp' },
    },
    verdict: 'adopt-equal',
    record: 'write',
  },
  {
    says: 'a default that is desired and not there stands for itself',
    told: { host: 'cline', desired: { ...npx, disabled: false }, actual: npx },
    verdict: 'adopt-equal',
    record: 'write',
  },
  {
    says: 'an object that is desired empty is there also when others put something into it',
    told: { desired: { ...npx, env: {} }, actual: { ...npx, env: { THEIRS: 'x' } }, recorded: { ...npx, env: {} } },
    verdict: 'in-sync',
  },
  {
    says: 'an object that was empty and got its first field is filled, not replaced',
    told: {
      desired: { ...npx, env: { LEVEL: 'debug' } },
      actual: { ...npx, env: {} },
      recorded: { ...npx, env: {} },
    },
    verdict: 'update',
    edit: { '/env/LEVEL': 'debug' },
    record: 'write',
  },
  {
    says: 'an empty object that somebody took away is no drift where its first field comes',
    told: { desired: { ...npx, env: { LEVEL: 'debug' } }, actual: npx, recorded: { ...npx, env: {} } },
    verdict: 'update',
    edit: { '/env/LEVEL': 'debug' },
    record: 'write',
  },
  {
    says: 'an object that is to be empty stays when its last field leaves',
    told: {
      desired: { ...npx, env: {} },
      actual: { ...npx, env: { LEVEL: 'debug' } },
      recorded: { ...npx, env: { LEVEL: 'debug' } },
    },
    verdict: 'update',
    edit: { '/env': {} },
    record: 'write',
  },
];

for (const { says, told, verdict, conflict, answer, edit, record } of rows) {
  test(says, () => {
    const plan = decide(entryStates(told));
    assert.is(plan?.verdict, verdict);
    if (plan === undefined) return;
    assert.is(plan.conflict, conflict, 'conflict');
    assert.is(plan.answer, answer, 'answer');
    assert.equal(shortOf(plan.edit), edit, 'edit');
    assert.is(plan.record.kind, record ?? 'keep', 'record');
  });
}

function shortOf(edit: EntryEdit | undefined): Row['edit'] {
  return edit?.kind === 'fields' ? Object.fromEntries(edit.fields) : edit?.kind;
}

test('an answer to keep holds until one side changes', () => {
  const kept = decide(entryStates({ desired: npx, actual: uvx, consent: { answer: 'keep' } }))?.record;
  assert.is(kept?.kind, 'kept');
  if (kept?.kind !== 'kept') return;
  const record = { origin: 'found' as const, kept: { desired: kept.desired, actual: kept.actual } };
  assert.is(decide(entryStates({ desired: npx, actual: uvx, record }))?.answer, 'keep');
  assert.is(decide(entryStates({ desired: npx, actual: inUi, record }))?.verdict, 'adopt-equal');
  assert.is(decide(entryStates({ desired: npx, actual: { command: 'node' }, record }))?.answer, undefined);
  assert.is(decide(entryStates({ desired: { command: 'deno' }, actual: uvx, record }))?.answer, undefined);
});

/** An entry whose token was written from a reference, when it was `old`. */
function resolvedNow(value: string | undefined, from = '${env:TOKEN}') {
  const where = hashPointer('servers', 'weather', '/env/TOKEN');
  const token = { reference: referenceDigest(from), digest: hasher(where, 'old') };
  const fields = { '/command': { value: 'npx' }, '/args': { value: npx.args }, '/env/TOKEN': token };
  return decide(
    entryStates({
      desired: { ...npx, env: { TOKEN: '${env:TOKEN}' } },
      actual: { ...npx, env: { TOKEN: 'old' } },
      with: {
        inline: new Set(['/env/TOKEN']),
        resolved: value === undefined ? undefined : { ...npx, env: { TOKEN: value } },
      },
      states: { recorded: { origin: 'written', environment: 'development', fields } },
    }),
  );
}

test('drift that stays keeps its record, while the rest of the entry is recorded as desired', () => {
  const wish = { ...npx, env: { LEVEL: 'info' } };
  const told = {
    desired: wish,
    actual: { ...uvx, env: { LEVEL: 'debug' } },
    recorded: { ...npx, env: { LEVEL: 'debug' } },
  };
  const record = decide(entryStates({ ...told, policies: { onDrift: 'report' } }))?.record;
  if (record?.kind !== 'write') throw new Error(`the record is to ${record?.kind}`);
  assert.equal([...record.fields], [['/env/LEVEL', 'info']]);
  assert.equal(record.unchanged, ['/command', '/args']);
});

test('a field of others that taking over removes is not said to stay', () => {
  const actual = { command: 'npx', args: ['x'], disabledByUser: true };
  const plan = decide(entryStates({ desired: { command: 'uvx' }, actual, consent: { answer: 'take' } }));
  assert.ok(plan?.edit?.kind === 'fields' && plan.edit.fields.has('/args'));
  assert.equal(plan.foreign, ['/disabledByUser']);
});

test('another reference is a change, and its value is asked for', () => {
  assert.equal(
    resolvedNow('new', '${env:OTHER}')?.fields.map(({ kind }) => kind),
    ['change'],
  );
  assert.is(resolvedNow(undefined, '${env:OTHER}')?.verdict, 'update');
  assert.is(resolvedNow(undefined)?.verdict, 'in-sync');
});

const token = `ghp_${'0nlyC0py'.repeat(4)}`;
const withToken = { ...npx, env: { TOKEN: token } };
const emptied = { ...npx, env: {} };

/** Plans in which a whole object comes, goes or stands in the way. */
const objects: Readonly<Record<string, readonly [Told, fields: readonly string[]]>> = {
  'an object gets its first member': [{ desired: withToken, actual: emptied, recorded: emptied }, ['/env/TOKEN']],
  'an object loses its last member': [
    { desired: emptied, actual: withToken, recorded: withToken, digested: ['/env/TOKEN'] },
    ['/env/TOKEN'],
  ],
  'an object got its first member, amid a conflict': [
    { desired: { ...withToken, command: 'uvx' }, actual: { ...emptied, command: 'node' }, recorded: emptied },
    ['/command', '/env/TOKEN'],
  ],
  'somebody put an object in the place of a text': [
    { desired: npx, actual: { ...npx, command: { env: token } }, recorded: npx, policies: { onDrift: 'report' } },
    ['/command'],
  ],
  'an entry takes the place of a text': [
    { desired: withToken, actual: 'npx', consent: { answer: 'take' } },
    ['', '/command', '/args', '/env/TOKEN'],
  ],
};

for (const [name, [told, fields]] of Object.entries(objects)) {
  test(`a secret is not shown where ${name}`, () => {
    const plan = decide(entryStates(told));
    assert.equal(
      plan?.fields.map(({ pointer }) => pointer),
      fields,
    );
    assert.not.ok(JSON.stringify(plan?.fields).includes(token), JSON.stringify(plan?.fields));
  });
}

test('a resolved secret that did not change is in sync', () => assert.is(resolvedNow('old')?.verdict, 'in-sync'));

test('a secret that rotated behind its reference is written and said to have rotated', () => {
  const plan = resolvedNow('new');
  assert.is(plan?.verdict, 'update');
  assert.equal(
    plan?.fields.map(({ pointer, kind }) => [pointer, kind]),
    [['/env/TOKEN', 'rotated']],
  );
  assert.not.ok(JSON.stringify(plan?.fields).includes('old'));
});

test.run();
