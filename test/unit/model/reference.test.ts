// Templates: what is a reference, what is text, and what is refused without being quoted.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates are what is tested.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Part, parseTemplate, printTemplate, TemplateError } from '../../../src/model/reference.ts';

const table: readonly (readonly [template: string, parts: readonly Part[]])[] = [
  ['', []],
  ['plain $5 {x} }', ['plain $5 {x} }']],
  ['${env:TOKEN}', [{ kind: 'env', name: 'TOKEN' }]],
  ['a ${env:A_1}${home}/b', ['a ', { kind: 'env', name: 'A_1' }, { kind: 'home' }, '/b']],
  ['${env:A:-}', [{ kind: 'env', name: 'A', fallback: '' }]],
  ['${env:A:-b:-c}', [{ kind: 'env', name: 'A', fallback: 'b:-c' }]],
  ['${var:reef id}', [{ kind: 'var', name: 'reef id' }]],
  ['${file:~/a:b}', [{ kind: 'file', path: '~/a:b' }]],
  ['${manifestDir}/x', [{ kind: 'manifestDir' }, '/x']],
  ['$${env:A}', ['${env:A}']],
  ['a$${b}${env:C}$${', ['a${b}', { kind: 'env', name: 'C' }, '${']],
];

for (const [template, parts] of table) {
  test(`${template || 'nothing'} is read, and written as it was`, () => {
    assert.equal(parseTemplate(template), parts);
    assert.is(printTemplate(parts), template);
  });
}

const refused: readonly (readonly [template: string, offset: number])[] = [
  ['${env:A', 0],
  ['ab${', 2],
  ['${}', 0],
  ['x ${env:}', 2],
  ['${env:1A}', 0],
  ['${env:A B}', 0],
  ['${var:}', 0],
  ['${file:}', 0],
  ['${vault:5ecret}', 0],
  ['${env:A}${env:5ecret}', 8],
  ['${Home}', 0],
];

for (const [template, offset] of refused) {
  test(`${template} is refused at ${offset}, and its value is not quoted`, () => {
    const isRefused = (error: unknown) =>
      error instanceof TemplateError && error.offset === offset && !error.message.includes('5ecret');
    assert.throws(() => parseTemplate(template), isRefused);
  });
}

test.run();
