import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { HatchError } from '../../../src/model/errors.ts';
import { machine, places } from '../../support/machine.ts';

const manifest = (args: string) => ({
  version: 1,
  name: 'undoing',
  environments: { only: { servers: { tides: { command: 'uvx', args: [args] } } } },
  targets: { cursor: {} },
});

test('what the manifest wants by now is held off, whichever run is undone', async () => {
  const ada = machine({ [places.cursor.file]: '{}\n' });
  ada.writeManifest(manifest('one'));
  await ada.apply();
  ada.writeManifest(manifest('two'));
  await ada.apply();
  await ada.rollback();
  await ada.rollback();
  assert.is(ada.hostFiles()[places.cursor.file], '{}\n');
  try {
    await ada.apply();
    assert.unreachable();
  } catch (error) {
    assert.ok(error instanceof HatchError && error.exit === 'refused', String(error));
  }
  ada.writeManifest(manifest('three'));
  await ada.apply();
  assert.match(ada.hostFiles()[places.cursor.file] ?? '', 'three');
});

test('the folders that a run created go with it, those that hold something else by then do not', async () => {
  const create = { ...manifest('one'), targets: { cursor: { create: true }, codex: { create: true } } };
  const ada = machine({});
  ada.writeManifest(create);
  await ada.apply();
  ada.system.put('/home/ada/.codex/history.jsonl', '{}\n');
  const { run } = await ada.rollback();
  assert.equal(ada.hostFiles(), { '/home/ada/.codex/history.jsonl': '{}\n' });
  assert.is(ada.system.stat('/home/ada/.cursor'), undefined);
  await ada.rollback(run?.id);
  assert.ok(ada.system.stat('/home/ada/.cursor/mcp.json'));
});

test('a rollback can be undone', async () => {
  const ada = machine({ [places.cursor.file]: '{}\n' });
  ada.writeManifest(manifest('one'));
  await ada.apply();
  const after = ada.hostFiles();
  const { run } = await ada.rollback();
  await ada.rollback(run?.id);
  assert.equal(ada.hostFiles(), after);
  const { counts } = await ada.plan();
  assert.equal([counts.add, counts.update, counts.remove, counts.conflicts], [0, 0, 0, 0]);
  assert.is((await ada.apply()).plan.owned.after, 1);
});

test.run();
