// What is in the box for runners, each run as its forge runs it, with a local repository: a branch, the plan of its pull
// request, the merge that applies, and drift on a schedule.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { assertCode, type Home, removeHomes } from '../support/home.ts';
import { bareRepository, cloneOf, gitIn, gitVariables } from '../support/repositories.ts';
import { action, commandsIn, hooks, type Job, runAction, runGitlab, runHooks } from '../support/runners.ts';
import { casesIn, junitFaults, readXml } from '../support/xml.ts';

const manifest = (servers: string) => `version: 1
name: harbour
environment: shared
environments: { shared: { servers: { ${servers} } } }
targets: { claude-code: { scope: project }, cursor: { scope: project } }
`;
const one = 'gauge: { command: gauge }';
const two = `${one}, tides: { command: npx, args: [-y, tides] }`;

/** A name that a branch may have, and that runs a command wherever it becomes part of a script. */
const rudeBranch = 'x";touch${IFS}pwned;$(touch${IFS}pwned)`touch${IFS}pwned`';

interface Forge {
  readonly repository: string;
  readonly ada: Home;
  /** A fresh checkout of a branch on a runner. */
  job(branch: string, github?: Readonly<Record<string, string>>): Job & { readonly home: Home };
  comments(): readonly { readonly id: number; readonly issue: string; readonly body: string }[];
}

/** A repository whose main branch has one server, applied, and a branch that adds another. */
function forge(): Forge {
  const repository = bareRepository();
  const ada = cloneOf(repository);
  const project = join(ada.path, 'project');
  const save = (branch: string) => {
    gitIn(project, 'add', '--all');
    gitIn(project, 'commit', '--quiet', '--message', 'x');
    gitIn(project, 'push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
  };
  ada.write('project/hatch.mcp.yaml', manifest(one));
  assertCode(ada.run('apply', '--auto-approve'), 0);
  save('main');
  ada.write('project/hatch.mcp.yaml', manifest(two));
  save(rudeBranch);
  const store = join(ada.path, 'comments.json');
  return {
    repository,
    ada,
    job: (branch, github = {}) => {
      const home = cloneOf(repository);
      const workspace = join(home.path, 'project');
      gitIn(workspace, 'checkout', '--quiet', branch);
      const env = {
        ...gitVariables,
        PATH: `${commandsIn(home.path)}:${process.env.PATH}`,
        HOME: home.path,
        GITHUB_REPOSITORY: 'guild/harbour',
        GITHUB_HEAD_REF: branch,
        GH_COMMENTS: store,
      };
      return { home, workspace, temporary: join(home.path, 'temp'), env, github: { token: 'ghs_x', ...github } };
    },
    comments: () => (existsSync(store) ? JSON.parse(readFileSync(store, 'utf8')) : []),
  };
}

const event = (job: Job, name: string): Job => ({ ...job, env: { ...job.env, GITHUB_EVENT_NAME: name } });
const request = { 'event.pull_request.number': '7' };

function assertSafe({ home, workspace }: { readonly home: Home; readonly workspace: string }): void {
  const made = [...home.leaves().keys()].filter((path) => /(^|\/)pwned$/.test(path) && !path.includes('/.git/'));
  assert.equal(made, []);
  assert.is(gitIn(workspace, 'status', '--porcelain', '--', 'hatch.mcp.yaml', '.mcp.json'), '');
}

test('on GitHub a pull request gets annotations, a summary, outputs and one comment that is kept up to date', () => {
  const { job, comments } = forge();
  const first = job(rudeBranch, request);
  const ran = runAction(event(first, 'pull_request'));
  assert.is(ran.code, 0, ran.log);
  assert.match(ran.outputs.digest ?? '', /^sha256:[0-9a-f]{64}$/);
  const { verdict, 'has-changes': changes, drifted } = ran.outputs;
  assert.equal({ verdict, changes, drifted }, { verdict: 'pending', changes: 'true', drifted: '0' });
  assert.match(ran.summary, '2 to add, 0 to change, 0 to remove');
  assert.match(ran.log, '+ tides');
  const [comment, ...more] = comments();
  assert.equal(more, []);
  assert.is(comment?.issue, '7');
  assert.match(comment?.body ?? '', /^<!-- hatch-mcp plan hatch\.mcp\.yaml -->\n/);
  assert.match(comment?.body ?? '', `hatch apply --environment shared --approve ${ran.outputs.digest}`);
  assert.is(readFileSync(ran.outputs['comment-file'] ?? '', 'utf8'), comment?.body);
  assertSafe(first);

  // The branch goes on: the manifest is broken, and the comment says so.
  const second = job(rudeBranch, request);
  writeFileSync(join(second.workspace, 'hatch.mcp.yaml'), manifest(two).replace('command: gauge', 'comand: gauge'));
  const broken = runAction(event(second, 'pull_request'));
  assert.is(broken.code, 65, broken.log);
  assert.match(broken.log, /^::error title=hatch%3A [a-z-]+,file=hatch\.mcp\.yaml,line=4,col=\d+::/m);
  assert.is(broken.outputs.verdict, 'manifest-invalid');
  assert.match(broken.summary, 'The manifest is not valid.');
  assert.is(comments().length, 1);
  assert.match(comments()[0]?.body ?? '', 'The manifest is not valid.');

  const third = job(rudeBranch, request);
  gitIn(third.workspace, 'rm', '--quiet', 'hatch.mcp.yaml');
  const gone = runAction(event(third, 'pull_request'));
  assert.is(gone.code, 64, gone.log);
  assert.equal([comments().length, gone.outputs.verdict], [1, 'usage']);
  assert.match(comments()[0]?.body ?? '', /This cannot go on[\s\S]*no manifest here/);
});

test('on GitHub nobody else can put a comment in the place of ours, and a token that may only read hides no verdict', () => {
  const { ada, job, comments } = forge();
  const theirs = { id: 1, issue: '7', author: 'mallory', body: '<!-- hatch-mcp plan hatch.mcp.yaml -->\nAll is well.' };
  ada.write('comments.json', JSON.stringify([theirs]));
  const given = job(rudeBranch, request);
  assert.is(runAction(event(given, 'pull_request')).code, 0);
  assert.equal([comments()[0], comments().length], [theirs, 2]);

  const fork = job(rudeBranch, request);
  const inputs = { 'fail-on-changes': 'true' };
  const ran = runAction({
    ...event(fork, 'pull_request'),
    env: { ...event(fork, 'pull_request').env, GH_READ_ONLY: '1' },
    inputs,
  });
  assert.is(ran.code, 2, ran.log);
  assert.match(ran.log, '::warning title=hatch::the comment could not be written');
  assert.match(ran.summary, '2 to add');
});

test('on GitHub a job may plan twice, and no comment tells the plan of another', () => {
  const { job, comments } = forge();
  const given = event(job(rudeBranch, request), 'pull_request');
  assert.is(runAction(given).code, 0);
  writeFileSync(join(given.workspace, 'other.yaml'), manifest(two).replace('command: gauge', 'comand: gauge'));
  const second = runAction({ ...given, inputs: { manifest: 'other.yaml' } });
  assert.is(second.code, 65, second.log);
  const [first, other] = comments();
  assert.match(first?.body ?? '', '2 to add');
  assert.match(other?.body ?? '', /^<!-- hatch-mcp plan other\.yaml -->\n[\s\S]*The manifest is not valid/);
});

test('on GitHub the same comment is found again', () => {
  const { job, comments } = forge();
  for (const text of [manifest(two), manifest(two.replace('npx', 'uvx'))]) {
    const again = job(rudeBranch, request);
    writeFileSync(join(again.workspace, 'hatch.mcp.yaml'), text);
    assert.is(runAction(event(again, 'pull_request')).code, 0);
  }
  assert.is(comments().length, 1);
  assert.match(comments()[0]?.body ?? '', 'uvx');
  const quiet = { ...event(job(rudeBranch, request), 'pull_request'), inputs: { comment: 'false' } };
  assert.is(runAction(quiet).code, 0);
  assert.not.match(comments()[0]?.body ?? '', 'npx');
  const strict = { ...quiet, inputs: { comment: 'false', 'fail-on-changes': 'true' } };
  assert.is(runAction(strict).code, 2);
});

test('on GitHub a merge applies, the bot commits, and a schedule finds drift', () => {
  const { job } = forge();
  const main = job('main');
  gitIn(main.workspace, 'merge', '--quiet', `origin/${rudeBranch}`);
  const applied = runAction(event(main, 'push'));
  assert.is(applied.code, 0, applied.log);
  assert.match(applied.log, 'Applied: 2 added');
  gitIn(main.workspace, 'add', '--all');
  gitIn(main.workspace, 'commit', '--quiet', '--message', 'apply');
  gitIn(main.workspace, 'push', '--quiet', 'origin', 'HEAD:main');
  assertCode(main.home.run('plan', '--exit-code'), 0);

  const nightly = runAction(event(job('main'), 'schedule'));
  assert.is(nightly.code, 0, nightly.log);
  assert.equal([nightly.outputs.verdict, nightly.outputs.drifted], ['done', '0']);
  main.home.edit('project/.mcp.json', /"tides"\]/, '"tides@next"]');
  gitIn(main.workspace, 'commit', '--quiet', '--all', '--message', 'by hand');
  gitIn(main.workspace, 'push', '--quiet', 'origin', 'HEAD:main');
  const found = runAction(event(job('main'), 'schedule'));
  assert.is(found.code, 2, found.log);
  assert.is(found.outputs.drifted, '1');
  assert.match(found.log, '::warning title=hatch%3A drift::claude-code/tides: changed or removed by others');
});

test('on GitHub what was approved is applied, or nothing', () => {
  const { job } = forge();
  const digest =
    runAction({ ...event(job(rudeBranch), 'pull_request'), inputs: { comment: 'false' } }).outputs.digest ?? '';
  const other = job(rudeBranch);
  writeFileSync(join(other.workspace, 'hatch.mcp.yaml'), manifest(two.replace('npx', 'uvx')));
  const stale = runAction({ ...event(other, 'push'), inputs: { approve: digest } });
  assert.is(stale.code, 4, stale.log);
  // As from a step that gave none.
  assert.is(runAction({ ...event(job(rudeBranch), 'push'), inputs: { approve: '' } }).code, 64);
  const same = runAction({ ...event(job(rudeBranch), 'push'), inputs: { approve: digest } });
  assert.is(same.code, 0, same.log);
});

test('no input of the action becomes part of a script, and what makes no sense is told', () => {
  const { job } = forge();
  const rude = 'x"; touch pwned; $(touch pwned)';
  const sane = ['working-directory', 'version', 'mode', 'comment'];
  const names = Object.keys(action.inputs).filter((name) => !sane.includes(name));
  const inputs = Object.fromEntries(names.map((name) => [name, rude]));
  for (const given of [{ ...inputs, mode: 'plan' }, { ...inputs, mode: 'apply' }, { mode: rude }]) {
    const started = job(rudeBranch, request);
    assert.is.not(runAction({ ...event(started, 'pull_request'), inputs: given }).code, 0);
    assertSafe(started);
  }
  assert.is(runAction(event(job('main'), 'workflow_dispatch')).code, 64);
  assert.is(runAction(event(job('main'), 'pull_request_target')).code, 64);
  assert.match(runAction({ ...event(job('main'), 'release'), inputs: { mode: 'drift' } }).log, 'No drift.');
});

test('on GitLab a merge request has its plan and reports, a push to main applies, a schedule finds drift', () => {
  const { job } = forge();
  const base = { CI_DEFAULT_BRANCH: 'main' };
  const review = job(rudeBranch);
  const [plan, ...others] = runGitlab(review, {
    ...base,
    CI_PIPELINE_SOURCE: 'merge_request_event',
    CI_COMMIT_REF_NAME: rudeBranch,
  });
  assert.equal(others, []);
  assert.equal([plan?.job, plan?.code, plan?.missing], ['hatch-plan', 0, []], plan?.log);
  assert.match(review.home.read('project/hatch-plan.md'), '2 to add, 0 to change, 0 to remove');
  for (const file of ['hatch-validate.xml', 'hatch-plan.xml']) {
    const root = readXml(review.home.read(`project/${file}`));
    assert.equal(junitFaults(root), []);
    assert.ok(casesIn(root).length > 0);
  }
  assertSafe(review);
  const strict = runGitlab(
    job(rudeBranch),
    { ...base, CI_PIPELINE_SOURCE: 'merge_request_event' },
    { 'fail-on-changes': 'true' },
  );
  assert.is(strict[0]?.code, 2);

  const main = job(rudeBranch);
  const pushed = runGitlab(main, { ...base, CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'main' });
  assert.equal(
    pushed.map(({ job: name, code }) => [name, code]),
    [['hatch-apply', 0]],
    pushed[0]?.log,
  );
  assert.equal(runGitlab(main, { ...base, CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'x' }), []);
  const scheduled = () => runGitlab(main, { ...base, CI_PIPELINE_SOURCE: 'schedule' });
  assert.equal(
    scheduled().map(({ code, missing }) => [code, missing]),
    [[0, []]],
  );
  main.home.edit('project/.mcp.json', /"tides"\]/, '"tides@next"]');
  assert.equal(
    scheduled().map(({ code }) => code),
    [2],
  );
  assert.match(main.home.read('project/hatch-drift.xml'), '<failure message="changed by others"');
});

test('on GitLab no input becomes part of a script', () => {
  const { job } = forge();
  const given = job(rudeBranch);
  runGitlab(given, { CI_PIPELINE_SOURCE: 'merge_request_event' }, { environment: 'x"; touch pwned; $(touch pwned)' });
  assertSafe(given);
});

test('before a commit the hooks check the manifest, and that it was applied', () => {
  const { job } = forge();
  const main = job('main');
  const codes = (...files: readonly string[]) => runHooks(main, files).map(({ id, code }) => `${id} ${code}`);
  assert.equal(codes('hatch.mcp.yaml'), ['hatch-validate 0', 'hatch-plan 0']);
  assert.equal(codes('README.md'), ['hatch-plan 0']);
  main.home.write('project/hatch.mcp.yaml', manifest(two));
  assert.equal(codes('team/.hatch/mcp.yaml'), ['hatch-validate 0', 'hatch-plan 2']);
  main.home.write('project/hatch.mcp.yaml', 'version: 2\n');
  assert.equal(codes('hatch.mcp.yml'), ['hatch-validate 65', 'hatch-plan 65']);
});

test('all of them bring this version of the program', () => {
  const root = new URL('../../', import.meta.url);
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  assert.is(action.inputs.version?.default, version);
  const [template] = parseAllDocuments(readFileSync(new URL('templates/hatch.yml', root), 'utf8'));
  assert.is(template?.getIn(['spec', 'inputs', 'version', 'default']), version);
  for (const { entry } of hooks) assert.match(entry, `hatch-mcp@${version} `);
});

test.after(removeHomes);
test.run();
