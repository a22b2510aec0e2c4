// Laws over files: our fixtures of every host, found by folder, and settings of real users.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Document } from '../../src/formats/codec.ts';
import { codecs } from '../../src/formats/index.ts';
import { readEntries } from '../../src/formats/place.ts';
import type { Satellites } from '../../src/hosts/api.ts';
import { type Host, hosts, isServer } from '../../src/hosts/index.ts';
import { isObject, type JsonObject, object } from '../../src/model/json.ts';
import type { Container } from '../../src/model/target.ts';
import { realConfigs } from '../support/real-configs.ts';
import { assertSameAgain } from '../support/same-again.ts';

interface File {
  readonly host: Host;
  readonly path: string;
  readonly text: string;
}

function entriesOf(document: Document, container: Container): JsonObject {
  return object([...readEntries(document, container)].map(([name, { value }]) => [name, value] as const));
}

/** Every entry of the file goes through decode and encode; the number of those that are servers. */
function assertFile({ host, path, text }: File): number {
  const place = host.scopes.user ?? host.scopes.project;
  if (place === undefined) throw new Error(`${host.id} has no scope`);
  const document = codecs[place.format].read(text);
  const satellites: Satellites = (id) => {
    const container = place.satellites?.[id];
    return container === undefined ? {} : entriesOf(document, container);
  };
  const entries = Object.entries(entriesOf(document, place.container));
  return entries.filter(([name, entry]) => {
    assert.ok(isObject(entry), `${path}: ${name}`);
    if (!isObject(entry)) return false;
    // Of a host that nothing is written for it is enough that its servers are seen.
    const places = host.byHand === undefined ? [true, false] : [];
    for (const portable of places) assertSameAgain(host, name, entry, satellites, portable);
    return isServer(host, entry);
  }).length;
}

const fixtures = fileURLToPath(new URL('../../fixtures/hosts', import.meta.url));

for (const host of hosts.filter(({ scopes }) => Object.keys(scopes).length > 0)) {
  const twin = hosts.find((other) => other.source.docs === host.source.docs);
  const folder = join(fixtures, (twin ?? host).id);
  test(`${host.id}: its fixtures are given again, and hold servers`, () => {
    assert.ok(existsSync(folder), `no ${folder}`);
    const files = readdirSync(folder).sort();
    assert.equal(
      files.map((name) => name.replace(/\..*/, '')),
      ['basic', 'odd', 'with-comments'],
    );
    const servers = files.map((name) => {
      const path = join(folder, name);
      return assertFile({ host, path, text: new TextDecoder().decode(readFileSync(path)) });
    });
    assert.ok(Math.min(...servers) > 0);
  });
}

test('entries in the files of real users are given again', () => {
  const files = realConfigs().flatMap(({ host: id, path, text }): File[] => {
    const host = hosts.find((one) => one.id === id);
    return host === undefined ? [] : [{ host, path, text }];
  });
  const servers = files.map(assertFile);
  if (files.length > 0) assert.ok(servers.reduce((sum, count) => sum + count, 0) > 30);
});

test.run();
