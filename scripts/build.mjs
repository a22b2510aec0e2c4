// Bundles the program and the library into dist. Does nothing when dist is up to date.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './install.mjs';

const dist = join(root, 'dist');
const sources = ['src', 'schema', 'package.json', 'package-lock.json', 'scripts/build.mjs'].map((name) =>
  join(root, name),
);

/** The latest change of a file, or of a folder and all below it (a removed file changes its folder). */
function lastChange(path) {
  const stat = statSync(path);
  const below = stat.isDirectory() ? readdirSync(path).map((name) => lastChange(join(path, name))) : [];
  return Math.max(stat.mtimeMs, ...below);
}

function isFresh(product) {
  return existsSync(product) && statSync(product).mtimeMs > Math.max(...sources.map(lastChange));
}

async function bundle(outdir) {
  const { build } = await import('esbuild');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const common = {
    absWorkingDir: root,
    outdir,
    outbase: 'src',
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['typescript'],
    // The ES module of the parser alone: half the size of its CommonJS twin.
    alias: { 'clipanion/lib/core.js': join(root, 'node_modules/clipanion/lib/core.mjs') },
    define: { HATCH_VERSION: JSON.stringify(version) },
    legalComments: 'none',
    logLevel: 'warning',
  };
  // One file for the commands that look and one for all, each evaluating only what a command asks for. As CommonJS:
  // Node takes a third longer to start with its loader of ES modules, which also reads all that a module of Node's own
  // exports, and so opens the streams of the process and loads web crypto.
  const program = {
    ...common,
    format: 'cjs',
    supported: { 'dynamic-import': false },
    // What `createRequire` takes as well.
    define: { ...common.define, 'import.meta.url': '__filename' },
  };
  const apart = {
    name: 'apart',
    setup: ({ onResolve }) =>
      onResolve({ filter: /\/(cli\/(looking|every)|system\/node-outside|speak\/client)\.ts$/ }, ({ path, kind }) =>
        kind === 'entry-point' ? undefined : { path: path.replace(/\.ts$/, '.js'), external: true },
      ),
  };
  // The SDK's validator of what tools give back: tools are listed, and never called.
  const unasked = {
    name: 'unasked',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\/ajv-provider\.js$/ }, () => ({ contents: 'export class AjvJsonSchemaValidator {}' })),
  };
  await build({ ...program, entryPoints: ['src/bin.ts'], plugins: [apart] });
  await build({ ...program, entryPoints: ['src/cli/looking.ts', 'src/cli/every.ts'], plugins: [apart] });
  await build({ ...program, entryPoints: ['src/system/node-outside.ts', 'src/speak/client.ts'], plugins: [unasked] });
  writeFileSync(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
  if (!existsSync(join(root, 'src/index.ts'))) return;
  // Some packages are CommonJS and ask for Node's own modules with `require`.
  const js =
    "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";
  const library = { ...common, format: 'esm', outExtension: { '.js': '.mjs' }, banner: { js } };
  await build({ ...library, entryPoints: ['src/index.ts'] });
}

/**
 * Builds dist beside its place and swaps it in, so that a program that runs meanwhile never sees half of it. Exits the
 * process where the sources cannot be bundled; esbuild has said why.
 */
export async function buildProgram() {
  if (isFresh(join(dist, 'bin.js'))) return;
  const staging = join(root, 'node_modules', '.cache', `hatch-build-${process.pid}`);
  mkdirSync(staging, { recursive: true });
  try {
    await bundle(staging);
    rmSync(dist, { recursive: true, force: true });
    renameSync(staging, dist);
  } catch (error) {
    if (!('errors' in error)) throw error;
    process.exit(1);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Writes the declarations of the library to dist/types. Returns tsc's exit code. */
function buildTypes() {
  const types = join(dist, 'types');
  if (!existsSync(join(root, 'src', 'index.ts')) || isFresh(join(types, 'index.d.ts'))) return 0;
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'scripts/tsconfig.types.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status === 0) writeFileSync(join(types, 'package.json'), '{ "type": "module" }\n');
  return status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildProgram();
  process.exitCode = buildTypes();
}
