// A process that takes the lock on a file, says so, and holds it until it is killed. Arguments: home, file.

import { withLocks } from '../../src/apply/locked.ts';
import { nodeSystem } from '../../src/system/node.ts';

const [home = '', file = ''] = process.argv.slice(2);
const system = nodeSystem();

await withLocks(system, home, { owner: 'child', paths: [file], timeout: 0, command: 'child' }, async () => {
  process.stdout.write('held\n');
  while (system.interrupted() === undefined) await system.pause(5);
  await system.pause(50);
  process.stdout.write('signalled\n');
  for (;;) await system.pause(1000);
});
