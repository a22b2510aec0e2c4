// Applies while a host rewrites the same file rudely: what the host saw, what it lost, and what stands in the end.

import { get, type Json } from '../../src/model/json.ts';
import { type Home, scratchHome } from './home.ts';
import { assertEnd, type Counts, count, start, startChild } from './real-processes.ts';

export const manners = ['truncate', 'rename', 'reorder', 'drop', 'crlf'] as const;
export type Manner = (typeof manners)[number];

const manifest = `
version: 1
name: polite
environments:
  old: { servers: { alpha: { command: alpha, args: [old] }, beta: { command: beta } } }
  new: { servers: { alpha: { command: alpha, args: [new] }, gamma: { command: gamma } } }
targets: { cursor: { path: ../cursor.json } }
`;

const settings = { theme: 'dusk', counter: 0, mcpServers: { own: { command: 'own' } }, filler: 'z'.repeat(4000) };

interface Seen {
  readonly writes: number;
  readonly looks: number;
  readonly invalid: number;
  readonly lost: number;
  readonly stripped: number;
  readonly last: number;
  readonly evidence: string;
}

/**
 * So many applies, to and fro, beside a host of this manner. Throws where the host saw a broken file or its own settings
 * gone, or where the last apply, when the host is quiet, does not bring about what is desired.
 */
export async function besideRudeHost(manner: Manner, applies: number): Promise<Counts> {
  const home = scratchHome();
  home.write('project/hatch.mcp.yaml', manifest);
  home.write('cursor.json', `${JSON.stringify(settings, null, 2)}\n`);
  const host = startChild(home, './real-writer-child.ts', [`${home.path}/cursor.json`, manner, '2']);
  await host.said('going');
  const counts: Counts = { applies };
  try {
    await applyAgainAndAgain(home, applies, counts);
  } finally {
    host.child.stdin?.end();
  }
  const ended = assertEnd(await host.ended, 0);
  const seen = JSON.parse(ended.stdout.split('\n').at(1) ?? '') as Seen;
  if (seen.invalid > 0)
    throw new Error(`${manner}: ${seen.invalid} broken files were seen; the first:\n${seen.evidence}`);
  count(counts, 'writes of the host', seen.writes);
  count(counts, 'looks of the host', seen.looks);
  count(counts, 'writes of the host that were lost', seen.lost);
  count(counts, 'settings of the host that were lost', seen.stripped);
  await requireLast(home, seen, counts);
  return counts;
}

async function applyAgainAndAgain(home: Home, applies: number, counts: Counts): Promise<void> {
  for (let i = 0; i < applies; i += 1) {
    const environment = i % 2 === 0 ? 'old' : 'new';
    const ended = await start(home, ['apply', '--environment', environment, '--auto-approve', '--max-deletes', '9'])
      .ended;
    // Refused or given up, everything undone: a host that writes without end may bring that about (1: met torn each time).
    assertEnd(ended, 0, 1, 3, 4, 7, 10);
    if (ended.code === 1 && !/ends too early|not valid/.test(ended.stderr)) throw new Error(ended.stderr);
    count(counts, `exit ${ended.code}`);
  }
}

async function requireLast(home: Home, seen: Seen, counts: Counts): Promise<void> {
  const counter = () => get(JSON.parse(home.read('cursor.json')) as Json, 'counter');
  const before = counter();
  assertEnd(await start(home, ['apply', '--environment', 'old', '--auto-approve', '--max-deletes', '9']).ended, 0);
  const after = JSON.parse(home.read('cursor.json')) as typeof settings;
  const { counter: last, ...rest } = after;
  const { mcpServers: servers, filler: _filler, ...shown } = rest;
  if (last !== before || (last !== seen.last && seen.lost === 0))
    throw new Error(`the last value ${seen.last} became ${last}`);
  const isThere = ['alpha', 'beta', 'own'].every((name) => name in servers);
  if (!isThere || rest.theme !== 'dusk') throw new Error(`in the end: ${JSON.stringify({ servers, ...shown })}`);
  // A host that wrote back what it had read before we took it off made it its own: no record of ours claims it.
  if ('gamma' in servers) count(counts, 'entries that the host brought back for good');
}
