// The one place where anything is printed. What a run resolved is masked in all of it.

import { canonical, isArray, isObject, type Json, object } from '../model/json.ts';
import type { Secret } from '../model/secret.ts';
import { printJson } from '../report/json.ts';
import { type Look, painter } from '../report/paint.ts';
import { visible } from '../report/visible.ts';
import type { Surroundings } from '../system/system.ts';
import { type Sink, takesColour, widthOf } from './stream.ts';

export interface Output {
  /** The result, to standard output. A line feed is added to what does not end with one. */
  result(text: string): void;
  /** The result as one JSON document. */
  json(value: Json): void;
  /** The same on one line, where more follow. */
  jsonLine(value: Json): void;
  /** A message, to standard error. */
  message(text: string): void;
  /** What is going on, on a line of standard error that the next text writes over. Only for a terminal. */
  progress(text: string): void;
  /** Secrets to be masked from now on. */
  hide(secrets: readonly Secret[]): void;
  /** How the two look. */
  readonly looks: { readonly result: Look; readonly message: Look };
}

export function output(stdout: Sink, stderr: Sink, surroundings: Surroundings, noColour: boolean): Output {
  const secrets: Secret[] = [];
  const hidden = (text: string) => secrets.reduce((masked, secret) => secret.hideIn(masked), text);
  let isUnderWay = false;
  const clear = () => {
    if (isUnderWay) stderr.write('\r\u001b[K');
    isUnderWay = false;
  };
  const print = (sink: Sink, text: string) => {
    if (text === '') return;
    clear();
    sink.write(hidden(text.endsWith('\n') ? text : `${text}\n`));
  };
  // Each text on its own, so that no mask can break the document around it.
  const hiddenJson = (value: Json): Json => {
    if (typeof value === 'string') return hidden(value);
    if (isArray(value)) return value.map(hiddenJson);
    if (!isObject(value)) return value;
    return object(Object.entries(value).map(([key, member]) => [key, hiddenJson(member)]));
  };
  const look = (sink: Sink): Look => ({
    paint: painter(!noColour && takesColour(sink, surroundings)),
    width: widthOf(sink),
    limit: sink.isTTY === true ? widthOf(sink) : undefined,
    cwd: surroundings.cwd,
    home: surroundings.home,
  });
  return {
    result: (text) => print(stdout, text),
    json: (value) => {
      clear();
      stdout.write(printJson(hiddenJson(value)));
    },
    jsonLine: (value) => {
      clear();
      stdout.write(`${canonical(hiddenJson(value))}\n`);
    },
    message: (text) => print(stderr, text),
    progress: (text) => {
      clear();
      const line = visible(hidden(text));
      stderr.write(line.length < widthOf(stderr) ? line : `${line.slice(0, widthOf(stderr) - 2)}…`);
      isUnderWay = true;
    },
    hide: (found) => {
      secrets.push(...found);
    },
    looks: { result: look(stdout), message: look(stderr) },
  };
}
