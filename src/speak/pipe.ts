// A program's standard streams as a channel of messages: one JSON text a line, all else is noise.

import { get, isObject } from '../model/json.ts';
import type { Ending, Outside, Program, Running } from '../system/outside.ts';
import type { Noise } from './candidate.ts';

/** Bytes and lines of standard error that are kept, the last. */
const keptErrors = 16_384;
const keptLines = 20;
/** A longer line is no message that a host would take. */
const longestLine = 32_000_000;

const longestNoise = 4096;

/** As a transport of the SDK has to be. */
export interface Pipe {
  start(): Promise<void>;
  send(message: unknown): Promise<void>;
  close(): Promise<void>;
  onmessage?: ((message: never) => void) | undefined;
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  setProtocolVersion?: ((version: string) => void) | undefined;
}

/** A program that is spoken to. */
export interface Line {
  readonly pipe: Pipe;
  /** How it ended by itself; undefined while it runs. */
  ending(): Ending | undefined;
  noise(): Noise | undefined;
  /** The end of standard error, in whole lines. */
  errors(): readonly string[];
  /** See `Running.stop`. */
  stop(grace: number): Promise<void>;
}

/** `mask` hides what is secret in what the program writes, before any of it is cut short. */
export function openLine(outside: Outside, program: Program, mask: (text: string) => string): Line {
  const stderr = tail(keptErrors);
  let running: Running | undefined;
  let ending: Ending | undefined;
  let noise: Noise | undefined;
  const pipe: Pipe = {
    start: async () => {
      running = outside.launch(program, {
        output: splitLines(take),
        errors: stderr.add,
        ended: (how) => {
          ending = how;
          pipe.onclose?.();
        },
      });
    },
    send: async (message) => running?.send(`${JSON.stringify(message)}\n`),
    // What was started is ended by `stop`, not by whoever speaks.
    close: async () => undefined,
  };
  function take(line: string): void {
    const message = messageIn(line);
    if (message !== undefined) pipe.onmessage?.(message as never);
    else if (line.trim() !== '')
      noise = { lines: (noise?.lines ?? 0) + 1, first: noise?.first ?? mask(line.slice(0, longestNoise)) };
  }
  return {
    pipe,
    ending: () => ending,
    noise: () => noise,
    errors: () => stderr.lines().slice(-keptLines).map(mask),
    stop: async (grace) => running?.stop(grace),
  };
}

function messageIn(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) && get(value, 'jsonrpc') === '2.0' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Gives whole lines of a stream of bytes; a line that never ends is given up. */
function splitLines(take: (line: string) => void): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  let length = 0;
  return (bytes) => {
    const [first = '', ...more] = decoder.decode(bytes, { stream: true }).split('\n');
    if (length < longestLine) pieces.push(first);
    length += first.length;
    for (const [i, next] of more.entries()) {
      take(pieces.join('').replace(/\r$/, ''));
      pieces = [next];
      length = i === more.length - 1 ? next.length : 0;
    }
  };
}

/** Remembers the last bytes that were added. */
function tail(size: number) {
  let kept: Uint8Array[] = [];
  let total = 0;
  let isCut = false;
  return {
    add: (bytes: Uint8Array): void => {
      kept.push(bytes);
      total += bytes.length;
      while (total - (kept[0]?.length ?? 0) >= size) {
        total -= kept[0]?.length ?? 0;
        kept = kept.slice(1);
        isCut = true;
      }
    },
    lines: (): readonly string[] => {
      const text = new TextDecoder().decode(concat(kept));
      const lines = text.split(/\r?\n/);
      // Half a line may be half a secret, which no mask would know.
      return (isCut ? lines.slice(1) : lines).filter((line) => line.trim() !== '');
    },
  };
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
