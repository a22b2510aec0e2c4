// Bundles the program into dist: split, so that a command loads only itself. Does nothing when dist is up to date.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
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
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['typescript'],
    // The ES module of the parser alone: half the size of its CommonJS twin.
    alias: { 'clipanion/lib/core.js': join(root, 'node_modules/clipanion/lib/core.mjs') },
    // Some packages are CommonJS and ask for Node's own modules with `require`.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    define: { HATCH_VERSION: JSON.stringify(version) },
    legalComments: 'none',
    logLevel: 'warning',
  };
  // What is called most is one file of its own; opening thirty small ones takes longer than reading it.
  const apart = {
    name: 'apart',
    setup: ({ onResolve }) =>
      onResolve({ filter: /\/looking\.ts$/ }, () => ({ path: './cli/looking.js', external: true })),
  };
  const entries = ['src/bin.ts', 'src/index.ts'].filter((entry) => existsSync(join(root, entry)));
  await build({
    ...common,
    entryPoints: entries,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    plugins: [apart],
  });
  await build({ ...common, entryPoints: ['src/cli/looking.ts'] });
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

/** Writes the declarations of the library face to dist/types. Returns tsc's exit code. */
function buildTypes() {
  const entry = join(root, 'src', 'index.ts');
  if (!existsSync(entry) || isFresh(join(dist, 'types', 'index.d.ts'))) return 0;
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  return (
    spawnSync(process.execPath, [tsc, '-p', 'scripts/tsconfig.types.json'], { cwd: root, stdio: 'inherit' }).status ?? 1
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildProgram();
  process.exitCode = buildTypes();
}
