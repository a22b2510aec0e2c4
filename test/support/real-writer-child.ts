// A host that rewrites its settings rudely, fifty times a second, and looks at them all the time in between. Alone in
// its process, it never looks while it writes: whatever is invalid then is another's. Arguments: file, manner, and for
// how many milliseconds a truncated file stays so. Ends with what it saw when its input ends.

import { closeSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';

type Settings = Record<string, unknown> & { mcpServers?: Record<string, unknown> };

const [file = '', manner = '', torn = '0'] = process.argv.slice(2);
const seen = { writes: 0, looks: 0, invalid: 0, lost: 0, stripped: 0, last: 0, evidence: '' };
const ours = ['alpha', 'beta', 'gamma'];

function pauseHard(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

function truncateAndWrite(text: string): void {
  const handle = openSync(file, 'w');
  pauseHard(Number(torn));
  const half = Math.floor(text.length / 2);
  writeSync(handle, text.slice(0, half));
  pauseHard(Number(torn));
  writeSync(handle, text.slice(half));
  closeSync(handle);
}

function renameOver(text: string): void {
  writeFileSync(`${file}.host`, text);
  renameSync(`${file}.host`, file);
}

function print(settings: Settings): string {
  return `${JSON.stringify(settings, null, 2)}\n`;
}

function reversed(settings: Settings): Settings {
  const turn = (value: object) => Object.fromEntries(Object.entries(value).reverse());
  return { ...turn(settings), mcpServers: turn(settings.mcpServers ?? {}) } as Settings;
}

function withoutOne({ mcpServers, ...rest }: Settings): Settings {
  const dropped = ours[seen.writes % ours.length];
  return {
    ...rest,
    mcpServers: Object.fromEntries(Object.entries(mcpServers ?? {}).filter(([name]) => name !== dropped)),
  };
}

const manners: Record<string, (settings: Settings) => void> = {
  truncate: (settings) => truncateAndWrite(print(settings)),
  rename: (settings) => renameOver(print(settings)),
  reorder: (settings) => writeFileSync(file, print(reversed(settings))),
  drop: (settings) => renameOver(print(seen.writes % 5 === 0 ? withoutOne(settings) : settings)),
  crlf: (settings) => renameOver(print(settings).replaceAll('\n', seen.writes % 2 === 0 ? '\r\n' : '\n')),
};

/** The settings as they are now; undefined, and noted, where nobody can read them. */
function look(): Settings | undefined {
  seen.looks += 1;
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text) as Settings;
  } catch {
    seen.invalid += 1;
    seen.evidence ||= text;
    return undefined;
  }
}

function inspect(settings: Settings): void {
  if (settings.counter !== seen.last) seen.lost += 1;
  if (settings.theme !== 'dusk' || settings.mcpServers?.own === undefined) seen.stripped += 1;
}

let isOver = false;
process.stdin.on('end', () => {
  isOver = true;
});
process.stdin.resume();

const write = manners[manner];
if (write === undefined) throw new Error(`no manner ${manner}`);
let next = performance.now();
process.stdout.write('going\n');
while (!isOver) {
  const settings = look();
  if (settings !== undefined && performance.now() >= next) {
    if (seen.writes > 0) inspect(settings);
    seen.last = seen.writes + 1;
    write({ ...settings, theme: 'dusk', counter: seen.last });
    seen.writes += 1;
    next = Math.max(next + 20, performance.now());
  }
  await setTimeout(1);
}
const settings = look();
if (settings !== undefined) inspect(settings);
process.stdout.write(`${JSON.stringify(seen)}\n`);
