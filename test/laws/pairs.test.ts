import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { crossings, type Holding, holdings } from '../../schema/pairs.ts';
import { hosts } from '../../src/hosts/index.ts';
import { leavesOf } from '../../src/hosts/tree.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Server, Transport } from '../../src/model/server.ts';

const writable = hosts.filter(({ byHand, scopes }) => byHand === undefined && Object.keys(scopes).length > 0);

const held = new Map(writable.map((host) => [host, holdings(host)]));

/** A field, or all of the map that it stands in. */
function wordsFor(leaf: string): readonly string[] {
  return leaf.split('.').map((_, i, names) => names.slice(0, i + 1).join('.'));
}

/** What the table of docs/hosts.md says is lost: what the host does not hold. */
function missing(server: Server, transport: Transport, there: readonly Holding[]): readonly string[] {
  const one = there.find(({ word }) => word === transport);
  const leaves = leavesOf(server as unknown as JsonObject).map(([path]) => path.join('.'));
  return leaves.filter((leaf) =>
    leaf === 'transport' ? one?.transport !== transport : one?.leaves.includes(leaf) !== true,
  );
}

for (const from of writable) {
  test(`${from.id}: to every other host each field of its servers arrives with its meaning, or a finding names it`, () => {
    let arrived = 0;
    for (const to of writable) {
      for (const { transport, server, lost, refused, findings } of crossings(from, to)) {
        const way = `${from.id} → ${to.id}, ${transport}`;
        if (refused)
          assert.ok(
            findings.some(({ severity }) => severity === 'error'),
            way,
          );
        else arrived += 1;
        if (to === from) assert.equal(lost, [], way);
        if (!refused) assert.equal(lost, missing(server, transport, held.get(to) ?? []), `${way}: by the table`);
        for (const leaf of refused ? [] : lost) {
          const isNamed = findings.some(({ code, message }) =>
            leaf === 'transport'
              ? code === 'transport-merged'
              : wordsFor(leaf).some((word) => message.includes(`\`${word}\``)),
          );
          assert.ok(isNamed, `${way}: nothing says that \`${leaf}\` is lost`);
        }
      }
    }
    assert.ok(arrived > writable.length / 2);
  });
}

test.run();
