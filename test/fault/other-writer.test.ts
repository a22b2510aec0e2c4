// Another program writes while we do: its bytes are merged onto, kept, and never undone.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { listRuns } from '../../src/apply/history.ts';
import type { FileChange } from '../../src/apply/request.ts';
import { HatchError } from '../../src/model/errors.ts';
import { type MemorySystem, memorySystem } from '../../src/system/memory.ts';
import { faulty } from '../support/faulty-system.ts';
import {
  backupFiles,
  bytesOf,
  change,
  home,
  leftovers,
  perform,
  recoverBy,
  request,
  userFiles,
} from '../support/transactions.ts';

const first = '/home/ada/a.json';
const second = '/home/ada/b.json';

function text(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '(none)' : new TextDecoder().decode(bytes);
}

/** Adds a line to whatever the file holds. */
function addLine(path: string, line: string, more: Partial<FileChange> = {}): FileChange {
  const render = (current: Uint8Array | undefined) => bytesOf(`${current === undefined ? '' : text(current)}${line}\n`);
  return change(path, '', { render, ...more });
}

/** Calls `act` before each writing call whose name and path match. */
function meddling(system: MemorySystem, call: RegExp, act: (times: number) => void): MemorySystem {
  let times = 0;
  const wrap = (name: 'rename' | 'append' | 'overwrite' | 'remove' | 'syncFolder') => {
    return (path: string, ...rest: unknown[]) => {
      if (call.test([name, path, ...rest.filter((word) => typeof word === 'string')].join(' '))) act(times++);
      (system[name] as (...words: unknown[]) => void)(path, ...rest);
    };
  };
  const names = ['rename', 'append', 'overwrite', 'remove', 'syncFolder'] as const;
  return { ...system, ...Object.fromEntries(names.map((name) => [name, wrap(name)])) };
}

async function exitOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return 'done';
  } catch (error) {
    if (error instanceof HatchError) return error.exit;
    throw error;
  }
}

/** The journal grows right before the files are replaced: the last moment to write in between. */
const atCommit = /append .*journal\.jsonl/;

for (const inPlace of [false, true]) {
  test(`what another program wrote before our write is merged onto and backed up (inPlace: ${inPlace})`, async () => {
    const system = memorySystem({ [first]: 'old\n' });
    const meddled = meddling(system, atCommit, (times) => {
      if (times === 0) system.overwrite(first, bytesOf('theirs\n'));
    });
    const run = await perform(meddled, request([addLine(first, 'ours', { inPlace })]));
    assert.is(text(system.read(first)), 'theirs\nours\n');
    assert.is(run.files[0]?.restaged, 1);
    assert.is(text(system.read(run.files[0]?.backup ?? '')), 'theirs\n');
    assert.equal(
      backupFiles(system).map((path) => text(system.read(path))),
      ['old\n', 'theirs\n'],
    );
    assert.equal(leftovers(system), []);
  });
}

const appearances: readonly (readonly [string, string | undefined, (system: MemorySystem) => void, string])[] = [
  ['appeared', undefined, (system) => system.put(first, 'theirs\n'), 'theirs\nours\n'],
  ['was removed', 'old\n', (system) => system.remove(first), 'ours\n'],
  [
    'was replaced by another file',
    'old\n',
    (system) => system.put(first, { text: 'new\n', mode: 0o640 }),
    'new\nours\n',
  ],
  ['already holds what we wanted', 'old\n', (system) => system.put(first, 'old\nours\n'), 'old\nours\nours\n'],
];

for (const [name, start, act, expected] of appearances) {
  for (const inPlace of [false, true]) {
    test(`a file that ${name} in between is merged onto as it is then (inPlace: ${inPlace})`, async () => {
      const system = memorySystem(start === undefined ? {} : { [first]: start });
      let mode: number | undefined;
      const meddled = meddling(system, atCommit, (times) => {
        if (times > 0) return;
        act(system);
        mode = system.stat(first)?.mode;
      });
      await perform(meddled, request([addLine(first, 'ours', { inPlace })]));
      assert.is(text(system.read(first)), expected);
      assert.is(system.stat(first)?.mode, mode ?? 0o600);
      assert.equal(leftovers(system), []);
    });
  }
}

test('a link that takes the place of a file in between stays, and the run is undone', async () => {
  const system = memorySystem({ [first]: 'old\n', [second]: 'old\n' });
  const meddled = meddling(system, atCommit, (times) => {
    if (times === 0) system.put(first, { link: second });
  });
  assert.is(await exitOf(() => perform(meddled, request([addLine(first, 'ours')]))), 'undone');
  assert.equal([system.readLink(first), text(system.read(second))], [second, 'old\n']);
});

test('what another program wrote just as we would have is left as it is', async () => {
  const system = memorySystem({ [first]: 'old\n', [second]: 'old\n' });
  const meddled = meddling(system, atCommit, (times) => {
    if (times === 0) system.put(first, 'new\n');
  });
  const run = await perform(meddled, request([change(first, 'new\n', { mode: 0o644 }), addLine(second, 'ours')]));
  assert.is(run.files[0]?.before, run.files[0]?.after);
  assert.equal(Object.keys(userFiles(system)), [first, second]);
});

test('what another program wrote just as we would have is not undone either', async () => {
  const system = memorySystem({ [first]: 'old\n', [second]: 'old\n' });
  let theirs: unknown;
  const meddled = meddling(system, /append .*journal|rename .*b\.json/, (times) => {
    if (times === 0) system.put(first, 'new\n');
    if (times === 0) theirs = system.stat(first);
    if (times > 1) throw Object.assign(new Error('EIO'), { code: 'EIO' });
  });
  const asked = request([change(first, 'new\n', { mode: 0o644 }), addLine(second, 'ours')]);
  assert.is(await exitOf(() => perform(meddled, asked)), 'undone');
  assert.equal([system.stat(first), text(system.read(second))], [theirs, 'old\n']);
});

test('a program that writes without end is given up on after ten tries, everything undone', async () => {
  const system = memorySystem({ [first]: 'old\n', [second]: 'old\n' });
  let count = 0;
  const meddled = meddling(system, atCommit, () => {
    count += 1;
    system.put(second, `theirs ${count}\n`);
  });
  const asked = request([addLine(first, 'ours'), addLine(second, 'ours')]);
  assert.is(await exitOf(() => perform(meddled, asked)), 'undone');
  assert.is(text(system.read(first)), 'old\n');
  assert.is(text(system.read(second)), `theirs ${count}\n`);
  assert.is(backupFiles(system).length, 2 + 10);
  assert.equal(leftovers(system), []);
  assert.equal(Object.keys(userFiles(system)), [first, second]);
});

test('a guard that no longer holds on the other program’s bytes undoes the whole run', async () => {
  const system = memorySystem({ [first]: 'old\n', [second]: 'old\n' });
  const meddled = meddling(system, atCommit, () => system.put(second, 'theirs\n'));
  const render = (current: Uint8Array | undefined) => {
    if (text(current) !== 'old\n') throw new HatchError('stale', 'a guard does not hold');
    return bytesOf('new\n');
  };
  assert.is(
    await exitOf(() => perform(meddled, request([addLine(first, 'ours'), change(second, '', { render })]))),
    'undone',
  );
  assert.equal([text(system.read(first)), text(system.read(second))], ['old\n', 'theirs\n']);
});

const spoilings: readonly (readonly [string, (system: MemorySystem, path: string) => void])[] = [
  ['wrote over', (system, path) => system.overwrite(path, bytesOf('theirs\n'))],
  ['took away', (system, path) => system.remove(path)],
];

for (const [name, spoil] of spoilings) {
  for (const inPlace of [false, true]) {
    test(`staged bytes that another program ${name} take no file’s place (inPlace: ${inPlace})`, async () => {
      const system = memorySystem({ [first]: 'old\n' });
      const meddled = meddling(system, atCommit, () => {
        const staged = Object.keys(system.tree()).find((path) => /\.a\.json\..*tmp$|next-0$/.test(path));
        spoil(system, staged ?? '');
      });
      assert.is(await exitOf(() => perform(meddled, request([addLine(first, 'ours', { inPlace })]))), 'undone');
      assert.equal(userFiles(system), { [first]: '644 old\n' });
      assert.equal(leftovers(system), []);
    });
  }
}

/** Fails the replacement of the second file, after `meddle` wrote the first one anew. */
function failing(system: MemorySystem): MemorySystem {
  const rename = (from: string, to: string) => {
    if (to !== second || from.includes('.a.json')) return system.rename(from, to);
    system.put(first, 'theirs, after ours\n');
    throw Object.assign(new Error('EIO'), { code: 'EIO' });
  };
  return { ...system, rename };
}

test('an undo leaves what another program wrote after us, says so once with exit 8, and then rests', async () => {
  const system = memorySystem({ [first]: 'old\n', [second]: 'old\n' });
  const asked = request([addLine(first, 'ours'), addLine(second, 'ours')]);
  let message = '';
  const exit = await exitOf(() =>
    perform(failing(system), asked).catch((error: Error) => {
      message = error.message;
      throw error;
    }),
  );
  assert.is(exit, 'undo-incomplete');
  assert.match(message, /a\.json: another program wrote it since; its bytes before: .*mcp\.json\.cursor/);
  assert.equal([text(system.read(first)), text(system.read(second))], ['theirs, after ours\n', 'old\n']);
  await recoverBy(system);
  await perform(system, asked);
  assert.equal([text(system.read(first)), text(system.read(second))], ['theirs, after ours\nours\n', 'old\nours\n']);
  assert.equal(
    listRuns(system, home).map(({ state }) => state),
    ['done', 'undone'],
  );
  assert.equal(leftovers(system), []);
});

test('what an undo that failed had staged goes too, though another program wrote the file since', async () => {
  const system = memorySystem({ [first]: 'old\n', [second]: 'old\n' });
  let written = 0;
  const rename: typeof system.rename = (from, to) => {
    if (to === second || (to === first && written++ > 0)) throw Object.assign(new Error('EIO'), { code: 'EIO' });
    system.rename(from, to);
  };
  const asked = request([addLine(first, 'ours'), addLine(second, 'ours')]);
  assert.is(await exitOf(() => perform({ ...system, rename }, asked)), 'undo-incomplete');
  system.put(first, 'theirs\n');
  assert.is(await exitOf(() => recoverBy(system)), 'undo-incomplete');
  assert.is(await exitOf(() => recoverBy(system)), 'done');
  assert.equal(Object.keys(userFiles(system)), [first, second]);
});

test('an undo goes from the last file to the first, and past what it must leave', async () => {
  const [third, fourth] = ['/home/ada/c.json', '/home/ada/d.json'];
  const system = memorySystem({ [first]: 'old\n', [second]: 'old\n', [third]: 'old\n', [fourth]: 'old\n' });
  const written: string[] = [];
  const rename = (from: string, to: string) => {
    if (to === fourth) {
      system.put(second, 'theirs\n');
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    }
    if (to.startsWith('/home/ada/')) written.push(to);
    system.rename(from, to);
  };
  const files = [first, second, third, fourth];
  const asked = request(files.map((path) => addLine(path, 'ours')));
  assert.is(await exitOf(() => perform({ ...system, rename }, asked)), 'undo-incomplete');
  assert.equal(
    written.filter((path) => files.includes(path)),
    [first, second, third, third, first],
  );
  assert.equal(
    files.map((path) => text(system.read(path))),
    ['old\n', 'theirs\n', 'old\n', 'old\n'],
  );
});

test('a recovery by a command on other files says it once as well', async () => {
  const system = memorySystem({ [first]: 'old\n', [second]: 'old\n', '/home/ada/c.json': 'old\n' });
  const asked = request([addLine(first, 'ours'), addLine(second, 'ours')]);
  const count = faulty(memorySystem({ [first]: 'old\n', [second]: 'old\n' }));
  await perform(count, asked);
  const at = count.calls.findIndex((call) => /^rename .*b\.json/.test(call));
  await perform(faulty(system, { at, kind: 'crash-before' }), asked).catch(() => {});
  system.put(first, 'theirs, after ours\n');
  system.put(second, 'theirs\n');
  system.kill();
  const other = request([addLine('/home/ada/c.json', 'mine')], { owner: 'other' });
  assert.is(await exitOf(() => perform(system.fork(), other)), 'undo-incomplete');
  assert.is(await exitOf(() => perform(system.fork(), other)), 'done');
  assert.equal([text(system.read(first)), text(system.read(second))], ['theirs, after ours\n', 'theirs\n']);
});

const cutOff: readonly (readonly [string, RegExp, boolean])[] = [
  ['before its bytes were staged', /^create .*\/\.a\.json\./, false],
  ['when it was back already', /^remove .*journal\.jsonl/, true],
];

for (const [name, call, fails] of cutOff) {
  for (const theirs of ['theirs\n', 'old\nours\n']) {
    test(`what another program writes into a file of a run that was cut off ${name} stays: ${theirs.trim()}`, async () => {
      const tree = { [first]: 'old\n', [second]: 'old\n' };
      const asked = request([addLine(first, 'ours'), addLine(second, 'ours')]);
      const broken = (system: MemorySystem): MemorySystem => {
        if (!fails) return system;
        return meddling(system, /rename .*b\.json/, () => {
          throw Object.assign(new Error('EIO'), { code: 'EIO' });
        });
      };
      const count = faulty(broken(memorySystem(tree)));
      await perform(count, asked).catch(() => {});
      const at = count.calls.findIndex((one) => call.test(one));
      const system = memorySystem(tree);
      await perform(faulty(broken(system), { at, kind: 'crash-before' }), asked).catch(() => {});
      system.put(first, theirs);
      system.kill();
      const next = system.fork();
      await recoverBy(next);
      assert.equal([text(next.read(first)), text(next.read(second))], [theirs, 'old\n']);
      assert.equal(leftovers(next), []);
    });
  }
}

test('an undo does not put back a copy that was tampered with', async () => {
  const system = memorySystem({ [first]: 'old\n', [second]: 'old\n' });
  const rename: typeof system.rename = (from, to) => {
    if (to !== second) return system.rename(from, to);
    for (const path of backupFiles(system)) system.put(path, 'evil\n');
    throw Object.assign(new Error('EIO'), { code: 'EIO' });
  };
  const asked = request([addLine(first, 'ours'), addLine(second, 'ours')]);
  assert.is(await exitOf(() => perform({ ...system, rename }, asked)), 'undo-incomplete');
  assert.equal([text(system.read(first)), text(system.read(second))], ['old\nours\n', 'old\n']);
});

const inPlaceRows: readonly (readonly [string, string, string, readonly [string, string]])[] = [
  ['torn in place, then', 'torn', '', ['old\nours\n', 'old\nours\n']],
  ['torn in place, then', 'torn', 'old\nours', ['old\nours\n', 'old\nours\n']],
  ['torn in place, then', 'torn', 'mended by hand\n', ['mended by hand\n', 'old\nours\n']],
  ['torn in place, then', 'torn', 'old\nours\n\0', ['old\nours\n\0', 'old\nours\n']],
  ['written in place, then', 'written', 'old\nour', ['old\nour', 'old\nours\n']],
  ['written in place, then', 'written', 'old\n', ['old\n', 'old\n']],
];

for (const [was, stage, theirs, expected] of inPlaceRows) {
  test(`a file that was ${was} left by a person as ${JSON.stringify(theirs)}, is what a cut-off write leaves, or stays`, async () => {
    const tree = { [first]: 'old\n', [second]: 'old\n' };
    const asked = request([addLine(first, 'ours', { inPlace: true }), addLine(second, 'ours')]);
    const count = faulty(memorySystem(tree));
    await perform(count, asked);
    const call = stage === 'torn' ? `overwrite ${first}` : `rename /home/ada/.b.json`;
    const at = count.calls.findIndex((one) => one.startsWith(call));
    const system = memorySystem(tree);
    await perform(faulty(system, { at, kind: stage === 'torn' ? 'crash-after' : 'crash-before' }), asked).catch(
      () => {},
    );
    system.overwrite(first, bytesOf(theirs));
    system.kill();
    await recoverBy(system.fork());
    assert.equal([text(system.read(first)), text(system.read(second))], expected);
  });
}

const kinds: readonly (readonly [string, Partial<FileChange>, RegExp, readonly [string, string]])[] = [
  ['replaced', {}, /^rename \/home\/ada\/\.b\.json/, ['theirs\n', 'old\nours\n']],
  ['written in place', { inPlace: true }, /^overwrite .*b\.json/, ['theirs\n', 'old\nours\n']],
  // Whoever makes it anew may not know that it was gone.
  ['removed', { render: () => undefined }, /^remove \/home\/ada\/b\.json/, ['theirs\n', 'old\n']],
];

for (const [name, more, call, finished] of kinds) {
  test(`after a crash a file to be ${name} that another program wrote since is left, and no other is half done`, async () => {
    const tree = { [first]: 'old\n', [second]: 'old\n' };
    const asked = request([addLine(first, 'ours', more), addLine(second, 'ours', more)]);
    const count = faulty(memorySystem(tree));
    await perform(count, asked);
    // In place, the journal is told first, and flushed.
    const at = count.calls.findIndex((one) => call.test(one)) - (more.inPlace ? 2 : 0);
    for (const path of [first, second]) {
      const system = memorySystem(tree);
      await perform(faulty(system, { at, kind: 'crash-before' }), asked).catch(() => {});
      system.put(path, 'theirs\n');
      system.kill();
      const next = system.fork();
      await recoverBy(next);
      // Written since: ours went before theirs. Not yet written: it can no longer be finished, so all of it goes back.
      const expected = path === first ? finished : ['old\n', 'theirs\n'];
      assert.equal([text(next.read(first)), text(next.read(second))], expected);
      assert.equal(leftovers(next), []);
      assert.equal(Object.keys(userFiles(next)), [first, second]);
    }
  });
}

test('after a crash what another program wrote just as we would have keeps no other file from being finished', async () => {
  const tree = { [first]: 'old\n', [second]: 'old\n' };
  const alike = (system: MemorySystem) =>
    meddling(system, atCommit, (times) => {
      if (times === 0) system.put(first, 'new\n');
    });
  const asked = request([change(first, 'new\n', { mode: 0o644 }), addLine(second, 'ours')]);
  const count = faulty(alike(memorySystem(tree)));
  await perform(count, asked);
  const at = count.calls.findIndex((call) => call.startsWith('rename /home/ada/.b.json'));
  const system = memorySystem(tree);
  await perform(faulty(alike(system), { at, kind: 'crash-after' }), asked).catch(() => {});
  system.put(first, 'later\n');
  system.kill();
  const next = system.fork();
  await recoverBy(next);
  assert.equal([text(next.read(first)), text(next.read(second))], ['later\n', 'old\nours\n']);
  assert.equal(leftovers(next), []);
});

test.run();
