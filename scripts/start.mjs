// `npm start [-- COMMAND …]`: installs and builds what is missing, then runs the program, by default `plan` on the
// example, whose targets and whose own data lie inside this folder.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { install, root } from './install.mjs';

install();
const { buildProgram } = await import('./build.mjs');
await buildProgram();

const given = process.argv.slice(2);
const program = spawn(process.execPath, [join(root, 'dist', 'bin.js'), ...(given.length > 0 ? given : ['plan'])], {
  stdio: 'inherit',
  env: {
    HATCH_MANIFEST: join(root, 'hatch.mcp.example.yaml'),
    HATCH_HOME: join(root, 'demo', '.home'),
    ...process.env,
  },
});
// A terminal sends its interrupt to both, and the program decides what comes of it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => program.kill('SIGTERM'));
program.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
});
