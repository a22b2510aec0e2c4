// `npm test`: installs and builds what is missing, then runs every check and every test, two at a time. The last line
// is `N passed, N failed`, where each check counts as one.

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { install, root } from './install.mjs';

const lanes = 2;
/** More groups of test files than lanes, since size tells little of how long a file takes. */
const shares = 16;

/** Where a package's command lies, so that no shell and no shim is needed. */
function command(name) {
  const { bin } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
  return join(root, 'node_modules', name, typeof bin === 'string' ? bin : Object.values(bin)[0]);
}

/** Runs `node ARGS`; resolves to its exit code and all that it printed. */
function node(args) {
  const { FORCE_COLOR: _, ...env } = process.env;
  const child = spawn(process.execPath, args, { cwd: root, env: { ...env, NO_COLOR: '1' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? 1, output })));
}

/** A check passes or fails as a whole. */
function check(name, args) {
  return {
    name,
    run: async () => {
      const { code, output } = await node(args);
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
    },
  };
}

/** A total that uvu prints at its end, undefined if it never came so far. */
function total(output, label) {
  const found = new RegExp(`^ {2}${label}: +(\\d+)$`, 'm').exec(output);
  return found === null ? undefined : Number(found[1]);
}

/** uvu prints a file's name on a line of its own, then a line for each suite of it: `• • (2 / 2)`. */
function ranNothing(output, file) {
  const [, after] = `\n${output}`.split(`\n${file}\n`);
  return !/^.*\(\d+ \/ [1-9]\d*\)$/m.test(after?.split('\n\n')[0] ?? '');
}

/** One process for some of the test files. A file in which no test ran is a failure, and so is an early end. */
function tests(name, files) {
  const literal = files.map((file) => file.replace(/[.+()\\]/g, '\\$&'));
  return {
    name: `${name} (${files.length} files)`,
    run: async () => {
      const args = ['--import', 'tsx', command('uvu'), 'test', `^(${literal.join('|')})$`, '--no-color'];
      const { code, output } = await node(args);
      const all = total(output, 'Total') ?? 0;
      const passed = total(output, 'Passed') ?? 0;
      const silent = files.filter((file) => ranNothing(output, file));
      const failed = all - passed + silent.length;
      const lines = silent.map((file) => `No test ran in test/${file}\n`).join('');
      return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, output: output + lines };
    },
  };
}

function testFiles(folder = '') {
  return readdirSync(join(root, 'test', folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return testFiles(path);
    return /\.test\.ts$/.test(entry.name) ? [path] : [];
  });
}

/** The files in groups of about equal size. */
function share(files) {
  const groups = Array.from({ length: shares }, () => ({ size: 0, files: [] }));
  const sized = files.map((file) => ({ file, size: statSync(join(root, 'test', file)).size }));
  for (const { file, size } of sized.sort((a, b) => b.size - a.size)) {
    const least = groups.reduce((a, b) => (b.size < a.size ? b : a));
    least.size += size;
    least.files.push(file);
  }
  return groups.filter((group) => group.files.length > 0).map((group) => group.files.sort());
}

async function main() {
  install();
  const { buildProgram } = await import('./build.mjs');
  await buildProgram();
  const groups = share(testFiles());
  const jobs = [
    ...groups.map((files, i) => tests(`tests, part ${i + 1} of ${groups.length}`, files)),
    check('types', [command('typescript'), '-p', 'tsconfig.json']),
    check('format and lint', [command('@biomejs/biome'), 'check', '--error-on-warnings']),
    check('unused code', [command('knip')]),
    check('generated files', ['--import', 'tsx', 'schema/generate.ts', '--check']),
  ];
  let passed = 0;
  let failed = groups.length === 0 ? 1 : 0;
  const queue = jobs.values();
  const lane = async () => {
    for (const job of queue) {
      const started = performance.now();
      const result = await job.run();
      passed += result.passed;
      failed += result.failed;
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(`${result.failed === 0 ? 'ok    ' : 'FAILED'}  ${job.name}  ${seconds} s\n`);
      if (result.failed > 0) process.stdout.write(`${result.output.trimEnd()}\n\n`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
