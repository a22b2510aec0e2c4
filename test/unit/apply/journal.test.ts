// The journal as text: what is read back, and what a torn line spoils.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Begin,
  type JournalFile,
  journalPath,
  note,
  openFolder,
  readJournal,
  startJournal,
} from '../../../src/apply/journal.ts';
import { type MemorySystem, memorySystem } from '../../../src/system/memory.ts';
import { bytesOf, home } from '../../support/transactions.ts';

const id = '20260102T030405Z-005aaaaaa';
const path = journalPath(home, id);

const file: JournalFile = {
  path: '/home/ada/a.json',
  real: '/home/ada/a.json',
  role: 'target',
  label: 'cursor',
  before: 'aa',
  after: 'bb',
  modeBefore: 0o644,
  modeAfter: 0o600,
  backup: undefined,
  restaged: 0,
  putBack: false,
  temporary: '/home/ada/.a.json.x.tmp',
  restoring: '/home/ada/.a.json.y.tmp',
  inPlace: true,
};

function started(): MemorySystem {
  const system = memorySystem({ [openFolder(home, id)]: { folder: 0o700 } });
  const begin: Begin = {
    kind: 'begin',
    id,
    holder: system.self(),
    owner: 'dotfiles',
    command: 'hatch apply',
    purpose: 'apply',
    started: '2026-01-02T03:04:05.000Z',
    backup: true,
    locks: [{ id: '0123456789abcdef', what: 'a' }],
    files: [file],
    folders: [],
    details: { line: 'one\ntwo' },
  };
  startJournal(system, home, begin);
  return system;
}

function read(system: MemorySystem) {
  const journal = readJournal(system, home, id);
  if (journal === undefined) throw new Error('no journal');
  return journal;
}

test('what is noted is what is read', () => {
  const system = started();
  let journal = read(system);
  const moved = { ...file, after: 'cc', restaged: 1 };
  journal = note(system, home, journal, { kind: 'commit' });
  journal = note(system, home, journal, { kind: 'restage', index: 0, file: moved });
  journal = note(system, home, journal, { kind: 'writing', index: 0 });
  assert.ok(read(system).writing.has(0));
  journal = note(system, home, journal, { kind: 'written', index: 0 });
  journal = note(system, home, journal, { kind: 'left', files: ['/x'] });
  assert.equal(JSON.parse(JSON.stringify(read(system).files)), JSON.parse(JSON.stringify([moved])));
  for (const seen of [journal, read(system)]) {
    assert.ok(seen.kinds.has('commit') && seen.written.has(0) && seen.left.has('/x'));
  }
  journal = note(system, home, journal, { kind: 'writing', index: 0 });
  assert.not(journal.written.has(0), 'written again: no longer surely whole');
});

test('a torn line spoils neither those before nor those after it', () => {
  for (const torn of ['\n{"kind":"comm', '\n{"kind":"commit"', '\0\0\0\0', '\n{"kind":"commit"}\0\0']) {
    const system = started();
    system.append(path, bytesOf(torn));
    const journal = note(system, home, read(system), { kind: 'undoing' });
    assert.not(journal.kinds.has('commit'), torn);
    assert.ok(read(system).kinds.has('undoing'), torn);
    assert.is(read(system).begin.owner, 'dotfiles');
  }
});

test('without a whole first line there is no journal', () => {
  const whole = new TextDecoder().decode(started().read(path)).trim();
  for (const text of [
    '',
    '\n',
    whole.slice(0, -1),
    whole.slice(1),
    'null',
    '{}',
    '{"kind":"commit"}',
    '{"kind":"begin","holder":{}}',
  ]) {
    assert.is(readJournal(memorySystem({ [path]: text }), home, id), undefined, text);
  }
});

test.run();
