// What counts as a run of history, and what does not.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeRun, listRuns, readRun, runIds } from '../../../src/apply/history.ts';
import { journalPath, openFolder } from '../../../src/apply/journal.ts';
import { HatchError } from '../../../src/model/errors.ts';
import { memorySystem } from '../../../src/system/memory.ts';
import { home } from '../../support/transactions.ts';

const run = (id: string, more: object = {}) => JSON.stringify({ formatVersion: 1, id, files: [], ...more });

const system = memorySystem({
  [`${home}/runs/20261120T1/run.json`]: run('20261120T1'),
  [`${home}/runs/20261120T2/run.json`]: run('20261120T2'),
  [`${home}/runs/20261120T3/run.json`]: run('20261120T1'),
  [`${home}/runs/20261120T4/run.json`]: run('20261120T4', { files: {} }),
  [`${home}/runs/20261120T5/run.json`]: '{ "id": "20261120T5"',
  [`${openFolder(home, '20261120T6')}/run.json`]: run('20261120T6'),
  '/home/ada/elsewhere/run.json': run('../../elsewhere'),
});

test('runs that are open are none of history yet', () => {
  assert.equal(runIds(system, home), ['20261120T5', '20261120T4', '20261120T3', '20261120T2', '20261120T1']);
});

test('what another run is called, or is no whole run, is left out', () => {
  assert.equal(
    listRuns(system, home).map(({ id }) => id),
    ['20261120T2', '20261120T1'],
  );
});

for (const id of ['../../elsewhere', '..', 'a/b', 'a\\b', '']) {
  test(`${JSON.stringify(id)} is no id of a run`, () => {
    assert.throws(
      () => readRun(system, home, id),
      (error: unknown) => error instanceof HatchError && error.exit === 'usage',
    );
  });
}

test('the journal goes last when a run is closed: what is cut off there can still be ended', () => {
  const folder = openFolder(home, '7');
  const open = memorySystem({
    [`${folder}/before-0`]: 'old',
    [journalPath(home, '7')]: '{}',
    [`${folder}/next-0`]: 'new',
  });
  const removed: string[] = [];
  const remove = (path: string) => {
    removed.push(path.split('/').at(-1) ?? '');
    open.remove(path);
  };
  closeRun({ ...open, remove }, home, '7');
  assert.equal(removed, ['before-0', 'next-0', 'journal.jsonl']);
});

test.run();
