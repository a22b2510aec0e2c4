// Hosts that rewrite their settings while we apply: a short version of the soak.

import { test } from 'uvu';
import { removeHomes } from '../support/home.ts';
import { besideRudeHost, manners } from '../support/real-rude.ts';

test.after(removeHomes);

for (const manner of manners) {
  test(`a host of the manner '${manner}' never sees a broken file, and keeps its own settings`, async () => {
    await besideRudeHost(manner, 2);
  });
}

test.run();
