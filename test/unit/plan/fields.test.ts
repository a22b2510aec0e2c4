// What of a desired entry is a secret that the manifest itself says, and so is never shown.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates are what is tested.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findHost, type Host } from '../../../src/hosts/index.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { isGiven, roleIn, secretTexts } from '../../../src/plan/fields.ts';
import type { DesiredEntry } from '../../../src/state/desired.ts';
import { desiredEntry } from '../../support/entry-states.ts';

const credential = `ghp_${'R4nd0m'.repeat(5)}`;

/** Pointers of texts that hold a reference in the host's own words. */
const native = (...pointers: readonly string[]) => ({ native: new Set(pointers) });

const rows: Readonly<Record<string, readonly [JsonObject, secrets: readonly string[], Partial<DesiredEntry>?]>> = {
  'a variable that nobody would hide is none': [{ command: 'npx', env: { LEVEL: 'debug' } }, []],
  'a variable under a telling name is one': [{ command: 'npx', env: { TOKEN: 'a b' } }, ['/env/TOKEN']],
  'a variable that looks like one is one': [{ command: 'npx', env: { LEVEL: credential } }, ['/env/LEVEL']],
  'what was opened is none': [{ command: 'npx', env: { TOKEN: 'a b' } }, [], { public: ['/env/TOKEN'] }],
  'what was opened beside it is one': [
    { command: 'npx', env: { TOKEN: 'a b' } },
    ['/env/TOKEN'],
    { public: ['/env/OTHER'] },
  ],
  'arguments are opened as a whole': [{ command: 'npx', args: ['--token', 'a-b-c'] }, [], { public: ['/args'] }],
  'of arguments only the secret is one': [{ command: 'npx', args: ['-y', '--token', 'a-b-c'] }, ['/args/2']],
  'what another host holds is one, however it looks': [
    { command: 'npx', env: { LEVEL: 'debug' } },
    ['/env/LEVEL'],
    { source: 'zed' },
  ],
  'a reference is none': [{ command: 'npx', env: { TOKEN: '${env:T}' } }, [], native('/env/TOKEN')],
  'words beside a reference are none': [
    { url: 'https://a.example', headers: { Authorization: 'Bearer ${env:T}' } },
    [],
    native('/headers/Authorization'),
  ],
  'a credential beside a reference is one': [
    { command: 'npx', env: { TOKEN: `${credential}${'${env:T}'}` } },
    ['/env/TOKEN'],
    native('/env/TOKEN'),
  ],
  'a credential in the fallback of a reference is one': [
    { command: 'npx', env: { TOKEN: '${env:T:-a b}' } },
    ['/env/TOKEN'],
    native('/env/TOKEN'),
  ],
  'a switch in the fallback of a reference is none': [
    { command: 'npx', env: { TOKEN: '${env:T:-none}' } },
    [],
    native('/env/TOKEN'),
  ],
  'a parameter of an address with a reference is one': [
    { url: 'https://a.example/${env:P}?api_key=a-b-c' },
    ['/url'],
    native('/url'),
  ],
  'an address with nothing but references is none': [
    { url: 'https://a.example/?api_key=${env:KEY}' },
    [],
    native('/url'),
  ],
  'of arguments with references the secret beside them is one': [
    { command: 'npx', args: ['--token', '${env:T}', `--header=${credential}`] },
    ['/args/2'],
    native('/args/1'),
  ],
};

for (const [name, [value, secrets, given]] of Object.entries(rows)) {
  test(name, () => {
    assert.equal(secretTexts(findHost('cursor') as Host, desiredEntry(value, { with: given ?? {} })), secrets);
  });
}

test('a header is given under any case, a variable under its own', () => {
  const desired = desiredEntry({}, { with: { given: new Set(['header/x-key', 'environment/Key']) } });
  const isThere = (...path: readonly string[]) =>
    isGiven(desired, roleIn(findHost('cursor') as Host, 'servers', path), path);
  assert.equal(
    [isThere('headers', 'X-Key'), isThere('env', 'Key'), isThere('env', 'KEY'), isThere('headers', 'Key')],
    [true, true, false, false],
  );
});

test.run();
