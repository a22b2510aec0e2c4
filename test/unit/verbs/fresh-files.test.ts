// Files that we make for a host that does not read one without certain members.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Machine, machine } from '../../support/machine.ts';

const file = '/home/ada/.config/muse/settings.json';
const text = (ada: Machine) => new TextDecoder().decode(ada.system.read(file));

function wanted(servers: readonly string[]) {
  return {
    version: 1,
    name: 'odes',
    environments: {
      only: { servers: Object.fromEntries(servers.map((name) => [name, { command: name }])) },
    },
    targets: { musecode: { create: true } },
  };
}

test('a new file begins with what its host needs, and goes again with the last server', async () => {
  const ada = machine({});
  ada.writeManifest(wanted(['clio']));
  await ada.apply();
  assert.equal(JSON.parse(text(ada)), {
    schema_version: 1,
    mcp_servers: { clio: { transport: 'stdio', command: 'clio' } },
  });
  ada.writeManifest(wanted([]));
  await ada.apply();
  assert.is(ada.system.read(file), undefined);
});

test('a file that was there keeps what it begins with, and stays', async () => {
  const before = '{ "schema_version": 2, "model": "muse-large" }\n';
  const ada = machine({ [file]: before });
  ada.writeManifest(wanted(['clio']));
  await ada.apply();
  assert.is(JSON.parse(text(ada)).schema_version, 2);
  ada.writeManifest(wanted([]));
  await ada.apply();
  assert.is(text(ada), before);
});

test('a file of theirs that holds nothing but what is needed stays too', async () => {
  const before = '{"schema_version":1}';
  const ada = machine({ [file]: before });
  ada.writeManifest(wanted(['clio']));
  await ada.apply();
  ada.writeManifest(wanted([]));
  await ada.apply();
  assert.is(text(ada), before);
});

test.run();
