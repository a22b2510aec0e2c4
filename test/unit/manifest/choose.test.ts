// The current environment: the first that is named, from the strongest voice to the weakest.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Choices, chooseEnvironment } from '../../../src/manifest/choose.ts';
import { HatchError } from '../../../src/model/errors.ts';
import { manifestOf, withHead } from '../../support/manifests.ts';

const two = 'environments: { grove: {}, orchard: {} }\n';

const rows: readonly (readonly [string, string, Choices, readonly [string, string]])[] = [
  [
    'a flag beats all',
    `environment: grove\n${two}`,
    { flag: 'orchard', variable: 'grove', stored: 'grove' },
    ['orchard', 'flag'],
  ],
  [
    'a variable beats what is stored',
    `environment: grove\n${two}`,
    { variable: 'orchard', stored: 'grove' },
    ['orchard', 'variable'],
  ],
  ['an empty variable says nothing', `environment: grove\n${two}`, { variable: '' }, ['grove', 'manifest']],
  ['what is stored beats the manifest', `environment: grove\n${two}`, { stored: 'orchard' }, ['orchard', 'stored']],
  ['the manifest has a word', `environment: grove\n${two}`, {}, ['grove', 'manifest']],
  ['the only one needs no word', 'environments: { grove: {} }\n', {}, ['grove', 'only']],
];

for (const [says, text, choices, [name, from]] of rows) {
  test(says, () => assert.equal(chooseEnvironment(manifestOf(withHead(text)), choices), { name, from }));
}

const refusals: readonly (readonly [string, string, Choices, readonly RegExp[]])[] = [
  [
    'where nobody chooses, all are named',
    two,
    {},
    [/no environment is chosen: there are `grove`, `orchard`/, /--environment NAME/],
  ],
  ['where there is none, that is said', '', {}, [/the manifest has none/, /add one/]],
  [
    'an unknown name is no reason to ask a weaker voice',
    `environment: grove\n${two}`,
    { stored: 'orchid' },
    [/no environment `orchid`, which `hatch env use` chooses/, /did you mean `orchard`/],
  ],
  [
    'a name that every object has is unknown',
    two,
    { flag: 'constructor' },
    [/there is no environment `constructor`$/, /known here/],
  ],
];

for (const [says, text, choices, [message, hint]] of refusals) {
  test(says, () => {
    try {
      chooseEnvironment(manifestOf(withHead(text)), choices);
      assert.unreachable();
    } catch (error) {
      assert.instance(error, HatchError);
      const { exit, message: said, hint: hinted } = error as HatchError;
      assert.is(exit, 'usage');
      assert.match(said, message ?? '');
      assert.match(hinted ?? '', hint ?? '');
    }
  });
}

test.run();
