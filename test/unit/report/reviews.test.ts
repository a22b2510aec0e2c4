import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Finding } from '../../../src/model/finding.ts';
import type { EntryPlan, Plan } from '../../../src/model/plan.ts';
import { Secret } from '../../../src/model/secret.ts';
import { fit } from '../../../src/report/fit.ts';
import { githubOutputs } from '../../../src/report/github.ts';
import { code, fenced, prose } from '../../../src/report/markdown-text.ts';
import { painter } from '../../../src/report/paint.ts';
import { type ReporterName, reporters } from '../../../src/report/reporters.ts';
import { type Desk, pathInRoot, type Review } from '../../../src/report/review.ts';
import { allFindings } from '../../../src/report/view.ts';
import { adding, changing, entry, field, plan, removing, target } from '../../support/plans.ts';
import { sarifFaults } from '../../support/sarif.ts';
import { casesIn, junitFaults, readXml } from '../../support/xml.ts';

const desk: Desk = {
  look: { paint: painter(false), width: 120, cwd: '/home/ada/work', home: '/home/ada' },
  root: '/home/ada/work',
  limit: 65_536,
  hasFolds: true,
  version: '0.1.0',
};

/** Names and texts that a person with bad intentions might commit. */
const rude = [
  '`code`',
  '```',
  '</details><img src=x onerror=alert(1)>',
  '@acme/security',
  'see #1, !2 and ~bug',
  'a | b |\n| --- | --- |',
  'over\r\nthe line\n::error::mine\n::set-output name=x::y',
  '\u202egnirts',
  '[text](javascript:alert(1))',
  '![](https://evil.example/pixel.png)',
  'https://evil.example www.evil.example',
  ']]><x>&amp;" \'',
  '\u0000\u001b[31m\ufffe\ud800',
  '- one\n- two',
  'x'.repeat(70_000),
];

const token = 'sk-canary0123456789abcdef';

function rudePlan(): Plan {
  const entries = rude.flatMap((name, i): readonly EntryPlan[] => [
    entry(`${name}${i}`, { edit: adding({}), fields: [field(`/env/${name}`, undefined, name)] }),
    entry(`-${name}${i}`, {
      verdict: 'prune',
      edit: removing,
      fields: [field('/command', name, undefined)],
      foreign: [`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`],
      reason: { environment: name, rule: 1, place: undefined, note: name, isMove: false },
    }),
    entry(`!${name}${i}`, {
      verdict: 'collision',
      conflict: 'collision',
      fields: [{ ...field('/env/TOKEN', new Secret(token), name), kind: 'conflict' }],
      unresolved: [name],
      findings: [finding(name, 'error')],
    }),
  ]);
  const targets = rude.map((name) => target(name, entries.slice(0, 6), { title: name, sharedWith: [name] }));
  const counts = { add: 15, remove: 15, conflicts: 15 };
  const environment = { name: rude[0] ?? '', from: rude[1] ?? '' };
  return plan([...targets, target('cursor', entries)], counts, {
    findings: rude.map((name) => finding(name)),
    environment,
  });
}

function finding(text: string, severity: Finding['severity'] = 'warning', given: Partial<Finding> = {}): Finding {
  const place = { file: '/home/ada/work/team/hatch.mcp.yaml', line: 12, column: 5, pointer: '/servers/x' };
  return { code: 'field-unsupported', severity, message: `\`${text}\` is odd: ${text}`, hint: text, place, ...given };
}

function review(made: Plan | undefined, given: Partial<Review> = {}): Review {
  const findings = made === undefined ? [] : allFindings(made);
  return {
    command: 'plan',
    verdict: 'conflicts',
    findings,
    plan: made,
    inputs: {},
    manifest: made?.manifest,
    ...given,
  };
}

const markdown = (given: Review, more: Partial<Desk> = {}) => reporters.markdown(given, { ...desk, ...more });

/** The Markdown without what stands as code, where everything stands for itself. */
function withoutCode(text: string): string {
  return text
    .replace(/^(`{3,})[^`\n]*\n[\s\S]*?\n\1$/gm, '')
    .replace(/(?<![`\\])(`+)(?!`)(?:[^`]|(?!\1(?!`))`+)*?\1(?!`)/g, '');
}

test('no report says a secret, or lets a text of a file be more than text', () => {
  const bad = review(rudePlan());
  for (const name of Object.keys(reporters) as ReporterName[]) {
    const text = reporters[name](bad, desk);
    assert.not.match(text, token);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    assert.not.match(text, /[\u0000\u001b\u202e]/, name);
  }
});

test('in a comment no name becomes markup, a mention, a reference, or the end of a fold', () => {
  for (const hasFolds of [true, false]) {
    const text = withoutCode(markdown(review(rudePlan()), { hasFolds, limit: 10_000_000 }));
    for (const [what, pattern] of Object.entries({
      mention: /@\w/,
      issue: /(?<!&)#\d/,
      'merge request': /(?<!\\)!\d/,
      link: /(?<!\\)\]\(/,
      address: /https?:\/\/|www\.\w/,
      html: /<(?!\/?(?:details|summary|b)>|!-- hatch-mcp )/,
      entity: /&(?!amp;|lt;|gt;|#\d+;)/,
      bar: /(?<!\\)\|/,
    })) {
      const [found] = new RegExp(`.{0,80}${pattern.source}.{0,80}`).exec(text) ?? [];
      assert.is(found, undefined, what);
    }
    const opened = text.match(/<details>/g)?.length ?? 0;
    assert.is(text.match(/<\/details>/g)?.length ?? 0, opened);
    assert.is(opened > 0, hasFolds);
  }
});

test('code and prose show every text as it is', () => {
  assert.is(code('plain'), '`plain`');
  assert.is(code('a`b``c'), '```a`b``c```');
  assert.is(code('`x`'), '`` `x` ``');
  assert.is(code('two\nlines'), '`two\\nlines`');
  assert.is(code(''), '` `');
  assert.is(prose('`@ada` and @ada'), '`@ada` and @\u200bada');
  assert.is(prose('*x* <b> #1'), '\\*x\\* &lt;b&gt; \\#\u200b1');
  assert.is(fenced('diff', ['```', '````']), '`````diff\n```\n````\n`````');
});

test('a comment begins with a mark that is the same as long as it is about the same, and other for another', () => {
  const first = (given: Review) => markdown(given).split('\n', 1)[0] ?? '';
  const one = review(plan([], { add: 1 }));
  assert.is(first(one), '<!-- hatch-mcp plan hatch.mcp.yaml -->');
  assert.is(first({ ...one, verdict: 'done', findings: [finding('x')] }), first(one));
  const nothing = { ...review(undefined), verdict: 'failed' as const, error: { message: 'x' } };
  assert.is(first(nothing), first(one));
  assert.is(first({ ...nothing, asked: 'production' }), first({ ...one, asked: 'production' }));
  const others = [
    { ...one, command: 'drift' as const },
    { ...one, manifest: '/home/ada/work/team/hatch.mcp.yaml' },
    { ...one, asked: 'production' },
    { ...one, asked: 'a --> b' },
  ];
  const marks = new Set([one, ...others].map(first));
  assert.is(marks.size, 5);
  for (const mark of marks) assert.match(mark, /^<!-- [^>]*[^->] -->$/);
  assert.match(markdown(one, { hasFolds: false }), /^\[\/\/\]: # \([^()]*\)\n/);
});

test('verdict and counts come first, removals and conflicts stand open, the rest in a fold for each target', () => {
  const entries = [
    entry('docs', { edit: adding({}), fields: [field('/url', undefined, 'https://docs.example')] }),
    entry('gauge', { verdict: 'update', edit: changing({}), fields: [field('/args', ['a'], ['b'])] }),
    entry('tides', {
      verdict: 'prune',
      edit: removing,
      foreign: ['/disabled'],
      fields: [field('/command', 'tides', undefined)],
    }),
    entry('wharf', { verdict: 'collision', conflict: 'collision' }),
    entry('same', { verdict: 'in-sync' }),
  ];
  const made = plan([target('cursor', entries)], { add: 1, update: 1, remove: 1, conflicts: 1, inSync: 1 });
  const text = markdown(review(made));
  const inOrder = [
    '### Plan of `acme-tools`, `development`',
    'A conflict needs a decision.** 1 to add, 1 to change, **1 to remove**, **1 conflict**, 1 as wanted.',
    '#### Conflicts (1)\n\n- `cursor/wharf`: it is there with other values',
    '`--take cursor/wharf`',
    '#### Removed (1)\n\n- `cursor/tides`; set by others, and goes along: `/disabled`',
    '<details><summary><b>cursor</b>',
    '```diff\n+ docs\n+     url  "https://docs.example"\n  gauge\n-     args  ["a"]\n+     args  ["b"]\n',
    '- tides\n-     command  "tides"\n! wharf  # conflict: ',
    '</details>',
  ];
  const places = inOrder.map((part) => text.indexOf(part));
  assert.equal(
    places,
    [...places].sort((a, b) => a - b),
  );
  assert.not.ok(places.includes(-1), inOrder[places.indexOf(-1)]);
  assert.not.match(text, 'hatch apply');
});

test('the command to apply has all that the digest depends on, as a shell takes it', () => {
  const made = plan([target('cursor', [entry('docs', { edit: adding({}) })])], { add: 1 });
  const inputs = {
    hosts: ['cursor', 'zed'],
    pattern: "-dev's",
    take: ['cursor/a b'],
    skipConflicts: true,
    variables: { key: token },
    root: '/home/ada/work/image',
  };
  const given = review({ ...made, manifest: '/home/ada/work/team/hatch.mcp.yaml' }, { verdict: 'pending', inputs });
  const [, line] = /```sh\n(.*)\n```/.exec(markdown(given)) ?? [];
  const wanted = [
    'hatch apply --manifest team/hatch.mcp.yaml --environment development --host cursor,zed',
    String.raw`--pattern='-dev'\''s' --root image --take 'cursor/a b' --skip-conflicts --var 'key=…' --approve ${made.digest}`,
  ];
  assert.is(line, wanted.join(' '));
  assert.match(
    markdown({ ...given, inputs: { take: ['x'.repeat(9000)] } }),
    'with the flags that this plan was made with',
  );
});

test('a comment fits its forge: the least important goes first, and what went is said', () => {
  const many = (number: number, make: (i: number) => EntryPlan) => Array.from({ length: number }, (_, i) => make(i));
  const targets = Array.from({ length: 40 }, (_, t) =>
    target(`target-${t}`, [
      ...many(60, (i) =>
        entry(`added-${i}`, { edit: adding({}), fields: [field('/command', undefined, `command-${i}`)] }),
      ),
      ...many(10, (i) => entry(`removed-${i}`, { verdict: 'prune', edit: removing })),
    ]),
  );
  const findings = [
    ...many(50, (i) => entry(`${i}`)).map(({ name }) => finding(`the warning ${name}`)),
    finding('the note', 'note'),
    finding('the error', 'error'),
  ];
  const given = review(plan(targets, { add: 2400, remove: 400 }), { verdict: 'refused', findings });
  const whole = markdown(given, { limit: 10_000_000 });
  for (const limit of [100_000, 65_536, 32_768, 8000, 2000]) {
    const text = markdown(given, { limit });
    assert.ok(Buffer.byteLength(text) <= limit, `${Buffer.byteLength(text)} > ${limit}`);
    for (const always of [/^<!-- hatch-mcp/, '400 to remove', given.plan?.digest ?? '', 'hatch apply', 'Left out']) {
      assert.match(text, always);
    }
    assert.is(text.match(/<details>/g)?.length, text.match(/<\/details>/g)?.length);
  }
  const fitting = markdown(given, { limit: 65_536 });
  assert.match(fitting, /Left out, since a comment has a limit: \d+ differences, 1 note\./);
  assert.match(fitting, 'the warning 49');
  assert.match(fitting, '`target-39/removed-9`');
  assert.match(fitting, '- **target-9** · target-9, user · 70 entries');
  assert.not.match(whole, 'Left out');
  const tight = markdown(given, { limit: 8000 });
  assert.match(tight, '`target-0/removed-0`');
  assert.match(tight, /Left out.*: \d+ removals, 1 error, 40 targets, 50 warnings, 40 differences, 1 note\./);
});

test('before a name of what is removed or in conflict goes, all that is said about them has gone', () => {
  const many = (kind: string, given: Partial<EntryPlan>) =>
    Array.from({ length: 100 }, (_, i) => entry(`${kind}-${i}`, given));
  const entries = [
    ...many('torn', { verdict: 'diverged', conflict: 'both-changed' }),
    ...many('gone', {
      verdict: 'prune',
      edit: removing,
      reason: { environment: undefined, rule: undefined, place: undefined, note: 'no longer in it', isMove: false },
    }),
  ];
  const given = review(plan([target('cursor', entries)], { remove: 100, conflicts: 100 }), { verdict: 'conflicts' });
  const text = markdown(given, { limit: 8000 });
  for (const { name } of entries) assert.match(text, `- \`cursor/${name}\``);
  assert.match(text, /Left out, since a comment has a limit: \d+ explanations, 1 target, 1 difference\./);
  const tight = markdown(given, { limit: 3500 });
  assert.match(tight, /: \d+ removals, 200 explanations,/);
  assert.match(tight, '- `cursor/torn-99`');
});

test('fitting keeps the order, and counts the bytes of what it says', () => {
  const pieces = ['ä', 'b', 'c', 'd'].map((text, i) => ({
    text: text.repeat(100),
    weight: i % 2,
    called: ['x', 'xs'] as const,
  }));
  const { texts, said } = fit([...pieces, { text: 'end' }], 320, ([first]) => `${first?.[1]} out`);
  assert.equal(
    texts.map((text) => text[0]),
    ['b', 'd', 'e'],
  );
  assert.is(said, '2 out');
});

test("GitHub's annotations stand at the manifest's lines, and no text becomes a command", () => {
  const text = reporters.github(review(undefined, { findings: [finding('a:b,c%\nd')] }), desk);
  assert.is(
    text.split('\n')[0],
    '::warning title=hatch%3A field-unsupported,file=team/hatch.mcp.yaml,line=12,col=5::`a:b,c%25\\nd` is odd: a:b,c%25\\nd%0A→ a:b,c%25\\nd',
  );
  const outside = reporters.github(
    review(undefined, { findings: [finding('x', 'error', { place: { file: '/etc/x' } })] }),
    desk,
  );
  assert.match(outside, /^::error title=[^,]*::/);
  const rudely = reporters.github(review(rudePlan()), desk);
  const [, before = '', key = ''] = /^([\s\S]*?)^::stop-commands::(\S+)$/m.exec(rudely) ?? [];
  const after = rudely.slice(rudely.lastIndexOf(`::${key}::`));
  assert.is(after, `::${key}::\n`);
  assert.is(rudely.split(key).length, 3);
  for (const line of before.trimEnd().split('\n')) assert.match(line, /^::(error|warning|notice) title=/);
});

test('a conflict and what drifted are annotated at the server that they are about', () => {
  const place = { file: '/home/ada/work/hatch.mcp.yaml', line: 7, column: 3 };
  const reason = { environment: 'x', rule: 1, place, note: undefined, isMove: false };
  const entries = [
    entry('wharf', { verdict: 'collision', conflict: 'collision', reason }),
    entry('gauge', { verdict: 'drift', edit: changing({}), reason }),
  ];
  const lines = reporters.github(review(plan([target('cursor', entries)])), desk).split('\n');
  assert.match(
    lines[0] ?? '',
    /^::error title=hatch%3A conflict,file=hatch\.mcp\.yaml,line=7,col=3::cursor\/wharf: conflict/,
  );
  assert.match(lines[1] ?? '', /^::warning title=hatch%3A drift,file=hatch\.mcp\.yaml,line=7,col=3::cursor\/gauge: /);
});

test("the step's outputs are words and numbers, one on a line", () => {
  const made = { ...rudePlan(), digest: `sha256:${'5f'.repeat(32)}` };
  for (const line of githubOutputs(review(made)).trimEnd().split('\n')) assert.match(line, /^[a-z-]+=[\w:-]*$/);
  assert.match(githubOutputs(review(made)), /^verdict=conflicts\nexit-code=3\nhas-changes=true\ndigest=sha256:5f/);
});

test('JUnit is valid by its schema, whatever names there are', () => {
  const drifted = plan([
    target('cursor', [entry('gauge', { verdict: 'drift' }), entry('docs', { verdict: 'in-sync' })]),
  ]);
  const reviews = [
    review(rudePlan()),
    review(drifted, { command: 'drift' }),
    review(undefined, { command: 'validate', findings: rude.map((text) => finding(text, 'error')) }),
    review(undefined, { command: 'validate', verdict: 'done' }),
  ];
  for (const one of reviews) {
    const root = readXml(reporters.junit(one, desk));
    assert.equal(junitFaults(root), []);
    assert.ok(casesIn(root).length > 0);
  }
});

test('JUnit has a test for each entry, for the guards, and for the manifest', () => {
  const refused = {
    code: 'refused',
    severity: 'error',
    message: '9 servers would be removed',
    hint: 'review',
  } as const;
  const entries = [
    entry('docs', { edit: adding({}) }),
    entry('wharf', { verdict: 'collision', conflict: 'collision' }),
    entry('theirs', { verdict: 'unmanaged' }),
  ];
  const root = readXml(reporters.junit(review(plan([target('cursor', entries)]), { findings: [refused] }), desk));
  const said = casesIn(root).map(({ attributes, children }) => {
    const failure = children.find(({ name }) => name === 'failure');
    return `${failure === undefined ? 'ok' : failure.attributes.type} ${attributes.classname} ${attributes.name}`;
  });
  assert.equal(said, [
    'invalid hatch.findings hatch.mcp.yaml is in order',
    'refused hatch.findings refused',
    'ok hatch.cursor cursor/docs',
    'collision hatch.cursor cursor/wharf',
    'conflicts hatch.policy every conflict has an answer',
    'refused hatch.policy the guards let it pass',
  ]);
});

test('SARIF is valid by its schema, and every result has a place in the checkout', () => {
  const found = [
    ...rude.map((text) => finding(text, 'error')),
    finding('x', 'note', { place: { file: '/etc/passwd', line: 9 } }),
  ];
  const findings = [...found, finding('no place', 'warning', { place: { file: '/home/ada/work/a b/ü.yaml' } })];
  const manifest = '/home/ada/work/team/hatch.mcp.yaml';
  const text = reporters.sarif(
    review(undefined, { command: 'validate', findings, manifest, error: { message: 'x' } }),
    desk,
  );
  const log = JSON.parse(text);
  assert.equal(sarifFaults(log), []);
  const uris = new Set(
    log.runs[0].results.map(
      (result: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        result.locations[0]?.physicalLocation.artifactLocation.uri,
    ),
  );
  assert.equal([...uris].sort(), ['a%20b/%C3%BC.yaml', 'team/hatch.mcp.yaml']);
  assert.not.match(text, '/etc/passwd');
  assert.not.match(text, '](');
});

test('a path is told from the root of the checkout, and only where it lies there', () => {
  for (const [path, root, wanted] of [
    ['/w/a/b.yaml', '/w', 'a/b.yaml'],
    ['/w/a/b.yaml', '/w/', 'a/b.yaml'],
    ['/work/b.yaml', '/w', undefined],
    ['/w', '/w', undefined],
    ['C:\\w\\a\\b.yaml', 'C:\\w', 'a/b.yaml'],
    ['/b.yaml', '/', 'b.yaml'],
  ] as const) {
    assert.is(pathInRoot(path, root), wanted);
  }
});

test.run();
