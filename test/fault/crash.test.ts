// The process or the power goes at every instant of a transaction; the next writing command finds a whole state.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { backupAt, readBackup } from '../../src/apply/backup.ts';
import { listRuns } from '../../src/apply/history.ts';
import { realPath } from '../../src/apply/real-path.ts';
import type { TransactionRequest } from '../../src/apply/request.ts';
import { type MemorySystem, memorySystem } from '../../src/system/memory.ts';
import { type Loss, systemError } from '../../src/system/memory-disk.ts';
import { Crash, type Fault, faulty } from '../support/faulty-system.ts';
import {
  bytesOf,
  change,
  everyKind,
  everyKindSystem,
  home,
  leftovers,
  perform,
  recoverBy,
  request,
  userFiles,
} from '../support/transactions.ts';

const drop: Loss = { data: 'drop', names: 'drop' };

/** What becomes of the machine, and whether the run made backups; without them nothing is written in place either. */
const rows: readonly (readonly [string, Loss | 'kill', boolean])[] = [
  ['the process is killed', 'kill', true],
  ['the process is killed, without backups', 'kill', false],
  ['the power goes, nothing unflushed survives', drop, true],
  ['the power goes, nothing unflushed survives, without backups', drop, false],
  ['the power goes, names survive and data is torn', { data: 'tear', names: 'keep' }, true],
  ['the power goes, names survive in every second folder', { data: 'drop', names: 'mixed' }, true],
];

const before = userFiles(everyKindSystem());

function asked(backup: boolean): TransactionRequest {
  return request(backup ? everyKind : everyKind.filter((change) => !change.inPlace), { backup });
}

/** The files after the run, and how many writing calls it took. */
async function runThrough(backup: boolean) {
  const system = faulty(everyKindSystem());
  await perform(system, asked(backup));
  return { after: userFiles(system), calls: system.calls };
}

const all = await runThrough(true);

function crashed(system: MemorySystem, loss: Loss | 'kill'): MemorySystem {
  if (loss !== 'kill') return system.crash(loss);
  system.kill();
  return system.fork();
}

/** Runs `act` until the fault; true if the process was ended by it. */
async function diesIn(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return false;
  } catch (error) {
    if (error instanceof Crash) return true;
    throw error;
  }
}

function requireWhole(system: MemorySystem, what: string, after = all.after): 'old' | 'new' {
  const now = userFiles(system);
  const isNew = JSON.stringify(now) === JSON.stringify(after);
  if (!isNew) assert.equal(now, before, what);
  assert.equal(leftovers(system), [], what);
  return isNew ? 'new' : 'old';
}

for (const [name, loss, backup] of rows) {
  test(`${name}: the next command leaves all files old or all new, and nothing else`, async () => {
    const { after, calls } = await runThrough(backup);
    const seen = { old: 0, new: 0 };
    for (let at = 0; at < calls.length; at += 1) {
      const machine = everyKindSystem();
      // What the disk holds after one call is what it holds before the next: one of the two is enough.
      const system = faulty(machine, { at, kind: 'crash-after' });
      assert.ok(await diesIn(() => perform(system, asked(backup))));
      const next = crashed(machine, loss);
      await recoverBy(next);
      const what = `${name}, after call ${at}: ${system.calls.at(-1)}`;
      const state = requireWhole(next, what, after);
      seen[state] += 1;
      const isUndone = listRuns(next, home).some((run) => run.state === 'undone');
      for (const { label, backup, real } of state === 'new' ? (listRuns(next, home)[0]?.files ?? []) : []) {
        if (backup !== undefined) assert.ok(readBackup(next, backupAt(label, backup, real)), what);
      }
      // Their sidecars neither.
      const copies = Object.keys(next.tree()).filter((path) => /mcp_host_config_backups\/[^/]+\/./.test(path));
      if (state === 'old' && !isUndone) assert.equal(copies, [], what);
    }
    assert.ok(seen.old > 40 && seen.new > 15, JSON.stringify(seen));
  });
}

const [first, second] = ['/home/ada/a.json', '/home/ada/b.json'];

/** Another program writes both files right after the commit. */
function besideAnother(system: MemorySystem): MemorySystem {
  const append: typeof system.append = (path, bytes) => {
    system.append(path, bytes);
    if (new TextDecoder().decode(bytes).includes('"commit"'))
      for (const file of [first, second]) system.put(file, 'theirs ');
  };
  return { ...system, append };
}

for (const [name, loss, backup] of rows.slice(1, 4)) {
  test(`${name}, after another program wrote in between: its bytes are there, ours with both or with none`, async () => {
    const start = () => memorySystem({ [first]: 'old ', [second]: 'old ' });
    const render = (current: Uint8Array | undefined) => bytesOf(`${new TextDecoder().decode(current)}ours`);
    const merged = [change(first, '', { render }), change(second, '', { render, inPlace: backup })];
    const count = faulty(besideAnother(start()));
    await perform(count, request(merged, { backup }));
    const seen = new Set<string>();
    for (let at = 0; at < count.calls.length; at += 1) {
      const machine = start();
      const system = faulty(besideAnother(machine), { at, kind: 'crash-after' });
      assert.ok(await diesIn(() => perform(system, request(merged, { backup }))));
      const wrote = new TextDecoder().decode(machine.read(second)) !== 'old ';
      const next = crashed(machine, loss);
      // Where the power took a staged file's name, nobody can say who wrote last: that is told once.
      await recoverBy(next).catch(() => recoverBy(next));
      const texts = [first, second].map((path) => new TextDecoder().decode(next.read(path)));
      assert.is(texts[0], texts[1], `after call ${at}: ${system.calls.at(-1)}`);
      assert.is(texts[0]?.startsWith('theirs '), wrote, `after call ${at}: ${system.calls.at(-1)}`);
      seen.add(texts[0] ?? '');
      assert.equal(leftovers(next), [], `after call ${at}`);
    }
    assert.equal([...seen], ['old ', 'theirs ', 'theirs ours']);
  });
}

test('the way back is as safe: killed at any instant, a run that undoes another leaves all new or all old', async () => {
  const old = everyKindSystem();
  const modeOf = (path: string) => old.stat(realPath(old, path))?.mode;
  const back = everyKind.map((item) => ({ ...item, render: () => old.read(item.path), mode: modeOf(item.path) }));
  const start = async () => {
    const machine = everyKindSystem();
    await perform(machine, asked(true));
    return machine;
  };
  const count = faulty(await start());
  await perform(count, request(back));
  const undone = userFiles(count);
  assert.equal(
    Object.entries(before).filter(([path, text]) => undone[path] !== text),
    [],
  );
  for (let at = 0; at < count.calls.length; at += 1) {
    const machine = await start();
    await diesIn(() => perform(faulty(machine, { at, kind: 'crash-after' }), request(back)));
    const next = crashed(machine, 'kill');
    await recoverBy(next);
    const isWhole = [all.after, undone].some((whole) => JSON.stringify(whole) === JSON.stringify(userFiles(next)));
    assert.ok(isWhole, `at ${at}: ${JSON.stringify(userFiles(next))}`);
    assert.equal(leftovers(next), [], `at ${at}`);
  }
});

test('what a recovery has ended stays so when the power goes right after it', async () => {
  for (let at = 0; at < all.calls.length; at += 1) {
    const machine = everyKindSystem();
    await diesIn(() => perform(faulty(machine, { at, kind: 'crash-after' }), asked(true)));
    const next = crashed(machine, 'kill');
    await recoverBy(next);
    const state = requireWhole(next, `after call ${at}`);
    const last = next.crash(drop);
    await recoverBy(last);
    assert.is(requireWhole(last, `after call ${at} and the power`), state, `after call ${at}`);
  }
});

const ends: readonly (Loss | 'kill')[] = [
  'kill',
  drop,
  { data: 'tear', names: 'keep' },
  { data: 'drop', names: 'mixed' },
];

test('a recovery that is cut off at any instant is taken up again by the next one', async () => {
  const kind: Fault['kind'] = 'crash-before';
  for (let at = 0; at < all.calls.length; at += 2) {
    // Every sixth instant, begun at another one each time, and another loss: together they are all.
    for (let again = (at / 2) % 6; ; again += 6) {
      const machine = everyKindSystem();
      await diesIn(() => perform(faulty(machine, { at, kind }), asked(true)));
      const second = crashed(machine, ends[at % 3] ?? 'kill');
      const died = await diesIn(() => recoverBy(faulty(second, { at: again, kind })));
      if (!died) break;
      const third = crashed(second, ends[again % 4] ?? 'kill');
      await recoverBy(third);
      requireWhole(third, `first at ${at}, then at ${again}`);
    }
  }
});

test('an undo that is cut off right after it put a file back is ended, whenever the power goes then', async () => {
  const broken = (system: MemorySystem): MemorySystem => {
    const rename: typeof system.rename = (from, to) => {
      if (to.endsWith('/record.json')) throw systemError('EIO', to);
      system.rename(from, to);
    };
    return { ...system, rename };
  };
  const count = faulty(broken(everyKindSystem()));
  await perform(count, asked(true)).catch(() => {});
  const undoing = count.calls.findIndex((call) => call.includes('record.json'));
  const last = count.calls.findLastIndex((call) => /^rename \/home\/ada\/dotfiles/.test(call));
  assert.ok(last > undoing && undoing > 0);
  for (let again = 0; ; again += 1) {
    const machine = everyKindSystem();
    await diesIn(() => perform(faulty(broken(machine), { at: last, kind: 'crash-after' }), asked(true)));
    const second = crashed(machine, 'kill');
    if (!(await diesIn(() => recoverBy(faulty(second, { at: again, kind: 'crash-after' }))))) break;
    const third = second.crash(drop);
    await recoverBy(third);
    assert.is(requireWhole(third, `at ${again}`), 'old');
  }
});

test('what a recovery goes by is made durable before it acts on it', async () => {
  // The process dies between writing the commit and flushing it, the one that recovers loses its power.
  const journal = all.calls.filter((call) => call.includes('journal.jsonl'));
  const at = all.calls.indexOf(journal[2] ?? '', all.calls.indexOf(journal[1] ?? '') + 1);
  assert.match(all.calls[at] ?? '', /^append/);
  for (let again = 0; ; again += 1) {
    const machine = everyKindSystem();
    await diesIn(() => perform(faulty(machine, { at, kind: 'crash-after' }), asked(true)));
    const second = crashed(machine, 'kill');
    if (!(await diesIn(() => recoverBy(faulty(second, { at: again, kind: 'crash-after' }))))) break;
    const third = second.crash(drop);
    await recoverBy(third);
    requireWhole(third, `at ${again}`);
  }
});

test.run();
