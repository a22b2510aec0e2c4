// The law that ties decoding to encoding, for one entry.

import * as assert from 'uvu/assert';
import type { Satellites } from '../../src/hosts/api.ts';
import { comparable, decode, encode, type Host } from '../../src/hosts/index.ts';
import { leavesOf } from '../../src/hosts/tree.ts';
import { at, type JsonObject } from '../../src/model/json.ts';
import { home, manifestDir } from './servers.ts';

/** Encoding what was decoded gives each leaf again, and nothing else that counts. */
export function assertSameAgain(
  host: Host,
  name: string,
  entry: JsonObject,
  satellites: Satellites,
  portable: boolean,
): void {
  const surroundings = { platform: 'linux', home, manifestDir, portable } as const;
  const { server: found } = decode(host, name, entry, satellites, surroundings);
  if (found === undefined) return;
  const again = encode(host, name, found, { ...surroundings, references: 'native', onUnsupported: 'bridge' });
  const errors = again.findings.filter(({ severity, code }) => severity === 'error' && !code.startsWith('name-'));
  assert.equal(errors, [], `${host.id} ${JSON.stringify(entry)}`);
  const paths = new Map([...leavesOf(entry), ...leavesOf(again.entry)].map(([path]) => [JSON.stringify(path), path]));
  for (const path of paths.values()) {
    const [then, now] = [at(entry, path), at(again.entry, path)].map((value) => comparable(host, path, value));
    assert.equal(now, then, `${host.id} ${name} /${path.join('/')}`);
  }
  for (const { satellite, key, value } of again.satellites) assert.equal(satellites(satellite)[key], value);
}
