// An entry that one manifest took over from another: what the other one says of it afterwards.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { HatchError } from '../../../src/model/errors.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { destroy } from '../../../src/verbs/destroy.ts';
import { remove } from '../../../src/verbs/remove.ts';
import { machine, manifestPath, places } from '../../support/machine.ts';

const start = '{"mcpServers": {"shells": {"command": "mine"}}}\n';
const { file } = places.cursor;

const manifest = (name: string, servers: JsonObject) => ({
  version: 1,
  name,
  environments: { only: { servers } },
  targets: { cursor: {} },
});
const tides = (version: string) => ({ tides: { command: 'uvx', args: [version] } });

/** The orchard's entry, taken over by the harbour; the manifest is the orchard's again. */
async function taken(wanted: JsonObject = tides('orchard')) {
  const ada = machine({ [file]: start });
  ada.writeManifest(manifest('orchard', tides('orchard')));
  await ada.apply();
  ada.writeManifest(manifest('harbour', tides('harbour')));
  await ada.apply({ fromOwner: 'orchard' });
  ada.writeManifest(manifest('orchard', wanted));
  const after = ada.hostFiles()[file];
  const entry = async () => {
    const { targets } = await ada.plan();
    return targets[0]?.entries.find(({ name }) => name === 'tides');
  };
  return { ada, after, entry };
}

test('who wants it still is told who has it, and does not put its own back', async () => {
  const { ada, after, entry } = await taken();
  const { conflict, otherOwner } = (await entry()) ?? {};
  assert.equal([conflict, otherOwner], ['other-owner', 'harbour']);
  const error = await ada.apply().catch((thrown: unknown) => thrown);
  assert.ok(error instanceof HatchError && error.exit === 'conflicts', String(error));
  assert.match(error.hint ?? '', /: --from-owner harbour$/);
  assert.is(ada.hostFiles()[file], after);
});

test('who wants it no longer forgets it, and does not remove it', async () => {
  const { ada, after, entry } = await taken({ other: { command: 'other' } });
  assert.is((await entry())?.verdict, 'unmanaged');
  await ada.apply();
  assert.match(ada.hostFiles()[file] ?? '', 'harbour');
  assert.is.not(ada.hostFiles()[file], after);
});

test('a target that its manifest has no more is let go of likewise', async () => {
  const { ada, after } = await taken();
  ada.writeManifest({ ...manifest('orchard', {}), targets: { zed: {} } });
  await ada.apply();
  assert.is(ada.hostFiles()[file], after);
});

test('an exclusive target asks before it removes it, and takes it away from the named owner', async () => {
  const { ada, after, entry } = await taken();
  ada.writeManifest({ ...manifest('orchard', {}), targets: { cursor: { exclusive: true } } });
  assert.equal([(await entry())?.verdict, (await entry())?.conflict], ['prune', 'other-owner']);
  await ada.apply().catch((error: unknown) => assert.ok(error instanceof HatchError && error.exit === 'conflicts'));
  assert.is(ada.hostFiles()[file], after);
  await ada.apply({ fromOwner: 'harbour' });
  assert.not.match(ada.hostFiles()[file] ?? '', 'tides');
});

test('destroy leaves it where it is', async () => {
  const { ada, after } = await taken();
  const { system } = ada;
  const how = { autoApprove: true, command: 'hatch destroy' };
  await destroy({ system, surroundings: system.surroundings }, { manifest: manifestPath }, how);
  assert.is(ada.hostFiles()[file], after);
});

for (const [answer, stays] of [
  ['take', false],
  ['keep', true],
  ['skip', true],
] as const) {
  test(`a removal that is asked about it and told to ${answer} ${stays ? 'leaves' : 'removes'} it`, async () => {
    const { ada } = await taken({});
    const { system } = ada;
    const interaction = { confirm: async () => true, resolve: async () => answer };
    const choice = { servers: ['tides'], from: ['cursor'], save: false };
    const ports = { system, surroundings: system.surroundings };
    await remove(ports, { manifest: manifestPath }, choice, { interaction, command: 'hatch remove' });
    assert.is(/tides/.test(ada.hostFiles()[file] ?? ''), stays);
  });
}

test('what is kept is not asked again', async () => {
  const { ada, after } = await taken();
  await ada.apply({ keep: ['cursor/tides'] });
  assert.is((await ada.plan()).counts.conflicts, 0);
  assert.is(ada.hostFiles()[file], after);
});

test('it can be taken back, and then the other one is told', async () => {
  const { ada, entry } = await taken();
  await ada.apply({ fromOwner: 'harbour' });
  assert.match(ada.hostFiles()[file] ?? '', '"orchard"');
  assert.is((await entry())?.verdict, 'in-sync');
  ada.writeManifest(manifest('harbour', tides('harbour')));
  assert.is((await entry())?.conflict, 'other-owner');
});

for (const [name, consents] of [
  ['its owner is named', { fromOwner: 'orchard' }],
  ['it is to be taken', { take: ['cursor/tides'] }],
  ['all is to be taken', { take: ['all'] }],
] as const) {
  test(`what its owner protects is not taken over, though ${name}`, async () => {
    const ada = machine({ [file]: start });
    ada.writeManifest(manifest('orchard', { tides: { ...tides('orchard').tides, protect: true } }));
    await ada.apply();
    const before = ada.hostFiles()[file];
    ada.writeManifest(manifest('harbour', tides('harbour')));
    const error = await ada.apply(consents).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof HatchError && error.exit === 'conflicts', String(error));
    assert.is(ada.hostFiles()[file], before);
  });
}

test('what a person changed is drift still', async () => {
  const { ada, entry } = await taken();
  await ada.apply({ fromOwner: 'harbour' });
  ada.system.put(file, (ada.hostFiles()[file] ?? '').replace('"orchard"', '"by hand"'));
  assert.is((await entry())?.verdict, 'drift');
});

test.run();
