// Servers as they are met in the wild, by name: some well-behaved, most not. `node rude-server.mjs MANNERS`.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const say = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

/** Answers as a server should; `answers` replaces what it says to a method. */
function serve(protocolVersion, answers = {}) {
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method } = JSON.parse(line);
    if (id === undefined) return;
    if (answers[method] !== undefined) say({ id, ...answers[method] });
    else if (method === 'initialize') {
      const serverInfo = { name: 'tide-tables', version: '2.3.1' };
      say({ id, result: { protocolVersion, capabilities: { tools: {} }, serverInfo } });
    } else if (method === 'tools/list') {
      const inputSchema = { type: 'object' };
      say({ id, result: { tools: ['high_water', 'low_water'].map((name) => ({ name, inputSchema })) } });
    }
  });
}

/** Something that goes on for a minute whatever it is asked. */
const lingering = ['-e', "process.on('SIGTERM', () => undefined); setTimeout(() => undefined, 60_000)"];
const stubborn = () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined);
  setInterval(() => undefined, 1000);
};
const current = '2025-06-18';

const manners = {
  polite: () => serve(current),
  older: () => serve('2024-11-05'),
  unheard: () => serve('1999-12-31'),
  banner: () => {
    console.log('Tide tables, at your service');
    serve(current);
  },
  stubborn: () => {
    stubborn();
    serve(current);
  },
  family: () => {
    spawn(process.execPath, lingering, { stdio: 'ignore' });
    serve(current);
  },
  daemon: () => {
    spawn(process.execPath, lingering, { stdio: 'ignore', detached: true }).unref();
    serve(current);
  },
  flood: () => {
    const block = Buffer.alloc(1_000_000, 'the tide is high\n');
    let left = 100;
    const pour = () => {
      while (left-- > 0) if (!process.stderr.write(block)) return process.stderr.once('drain', pour);
      return serve(current);
    };
    pour();
  },
  endless: () => {
    const block = Buffer.alloc(1_000_000, 'x');
    for (let i = 0; i < 40; i++) process.stdout.write(block);
    setInterval(() => undefined, 1000);
  },
  mute: () => {
    stubborn();
    process.stdin.resume();
  },
  chatter: () => {
    setInterval(() => console.log('still waiting for the tide'), 50);
  },
  closed: () => process.exit(0),
  broken: () => {
    console.error(`Error: the token ${process.env.ADMIRALTY_TOKEN} is not valid`);
    process.exit(7);
  },
  killed: () => process.kill(process.pid, 'SIGSEGV'),
  orphaning: () => {
    spawn(process.execPath, lingering, { stdio: 'inherit' });
    setTimeout(() => process.exit(0), 30);
  },
  refusing: () => serve(current, { initialize: { error: { code: -32600, message: 'not on a Sunday' } } }),
  toolless: () => serve(current, { 'tools/list': { error: { code: -32603, message: 'the tools are at sea' } } }),
  nonsense: () => serve(current, { initialize: { result: { hello: 'there' } } }),
};

manners[process.argv[2]]();
