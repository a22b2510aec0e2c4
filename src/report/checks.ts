// What came of speaking to servers, as a table and as JSON.

import type { Json } from '../model/json.ts';
import { columns } from './columns.ts';
import { tidy } from './json.ts';
import type { Look, Style } from './paint.ts';
import { visible } from './visible.ts';
import { count } from './words.ts';

export interface CheckView {
  readonly target?: string | undefined;
  readonly server: string;
  readonly transport: string;
  readonly probe: {
    readonly state: string;
    /** Milliseconds. */
    readonly startup?: number;
    readonly greeting?: {
      readonly protocol: string | undefined;
      readonly name: string;
      readonly version: string;
      readonly tools: readonly string[] | undefined;
    };
    readonly reason?: string;
    readonly hint?: string;
    readonly errors?: readonly string[];
  };
}

interface StateWords {
  readonly sign: string;
  readonly words: string;
  readonly styles: readonly Style[];
}

const failure = (words: string): StateWords => ({ sign: '✗', words, styles: ['red', 'bold'] });

const states: Readonly<Record<string, StateWords>> = {
  ok: { sign: '✓', words: 'ok', styles: ['green'] },
  skipped: { sign: '-', words: 'skipped', styles: ['dim'] },
  unresolved: failure('not resolved'),
  'not-found': failure('not found'),
  crashed: failure('crashed'),
  'timed-out': failure('timed out'),
  'needs-login': { sign: '!', words: 'needs login', styles: ['yellow', 'bold'] },
  unreachable: failure('unreachable'),
  'wrong-transport': failure('wrong transport'),
  'bad-handshake': failure('bad handshake'),
};

/** Lines of standard error that are shown. */
const shownErrors = 8;

/** The table, what is wrong below each row, and a closing count. */
export function renderChecks(checks: readonly CheckView[], look: Look): string {
  if (checks.length === 0) return 'No servers to check.';
  const { paint } = look;
  const rows = checks.map(({ target, server, transport, probe: { state, startup, greeting } }) => {
    const { sign, words, styles } = wordsOf(state);
    return [
      `${paint(sign, ...styles)} ${visible(target === undefined ? server : `${target}/${server}`)}`,
      transport,
      paint(words, ...styles),
      visible(greeting?.protocol ?? ''),
      toolsText(greeting),
      startup === undefined ? '' : `${(startup / 1000).toFixed(1)} s`,
      greeting === undefined ? '' : visible(`${greeting.name} ${greeting.version}`.trim()),
    ];
  });
  const heads = ['  SERVER', 'TRANSPORT', 'STATE', 'PROTOCOL', 'TOOLS', 'START', 'CALLS ITSELF'];
  const [head = '', ...lines] = columns([heads, ...rows]);
  const blocks = checks.map((check, i) => [lines[i] ?? '', ...detailLines(check, look)].join('\n'));
  return [paint(head, 'bold'), ...blocks, '', closing(checks, look)].join('\n');
}

function wordsOf(state: string): StateWords {
  return states[state] ?? failure(state);
}

function toolsText(greeting: CheckView['probe']['greeting']): string {
  if (greeting === undefined) return '';
  return greeting.tools === undefined ? 'none' : String(greeting.tools.length);
}

function detailLines({ probe: { state, reason, hint, errors = [] } }: CheckView, { paint }: Look): readonly string[] {
  const said =
    reason === undefined ? [] : [`    ${state === 'ok' ? paint('warning: ', 'yellow') : ''}${visible(reason)}`];
  const advice = hint === undefined ? [] : [`    ${paint('→', 'cyan')} ${visible(hint)}`];
  const last = errors.slice(-shownErrors).map((line) => `    ${paint('│', 'dim')} ${visible(line.trimEnd())}`);
  return [...said, ...last, ...advice];
}

function closing(checks: readonly CheckView[], { paint }: Look): string {
  const ok = checks.filter(({ probe }) => probe.state === 'ok').length;
  const skipped = checks.filter(({ probe }) => probe.state === 'skipped').length;
  const failed = checks.length - ok - skipped;
  const parts = [
    ok > 0 ? paint(`${ok} ok`, 'green') : '',
    failed > 0 ? paint(`${failed} failed`, 'red', 'bold') : '',
    skipped > 0 ? `${skipped} skipped` : '',
  ].filter((part) => part !== '');
  return `${count(checks.length, 'server')}: ${parts.join(', ')}.`;
}

export function checkJson({ target, server, transport, probe }: CheckView): Json {
  const { state, startup, greeting, reason, hint, errors } = probe;
  const { protocol, name, version, tools } = greeting ?? {};
  return tidy({
    target,
    server,
    transport,
    state,
    protocol,
    name,
    version,
    tools: tools === undefined ? undefined : [...tools],
    startupMs: startup,
    reason,
    hint,
    stderr: errors === undefined ? undefined : [...errors],
  });
}
