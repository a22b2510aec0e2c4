// The law that ties decoding to encoding, for one entry.

import * as assert from 'uvu/assert';
import type { Satellites } from '../../src/hosts/api.ts';
import type { Host } from '../../src/hosts/index.ts';
import { broken } from '../../src/hosts/same-again.ts';
import type { JsonObject } from '../../src/model/json.ts';
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
  assert.equal(broken(host, name, entry, satellites, surroundings), [], `${host.id} ${name} ${JSON.stringify(entry)}`);
}
