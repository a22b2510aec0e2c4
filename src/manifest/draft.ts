// A whole new manifest as text: for `init`, which has no file to imitate.

import { printScalar } from '../formats/yaml-scalar.ts';
import { isArray, isObject, type Json, type JsonObject } from '../model/json.ts';

export interface DraftServer {
  readonly name: string;
  readonly server: JsonObject;
  /** Lines above it. */
  readonly comment: readonly string[];
}

export interface DraftEnvironment {
  readonly name: string;
  /** Members beside the servers. */
  readonly members: JsonObject;
  readonly servers: readonly DraftServer[];
}

export interface Draft {
  /** Lines at the top. */
  readonly comment: readonly string[];
  readonly name: string;
  readonly environment: string;
  readonly environments: readonly DraftEnvironment[];
  readonly targets: readonly (readonly [string, JsonObject])[];
  readonly rules: readonly JsonObject[];
  /** Lines at the end. */
  readonly remarks: readonly string[];
}

/** The manifest in YAML: maps in block style, lists and rules each on a line. */
export function printDraft(draft: Draft): string {
  const { name, environment, environments, targets, rules } = draft;
  const sections = [
    [...comment(draft.comment, ''), 'version: 1', `name: ${scalar(name)}`, `environment: ${scalar(environment)}`],
    ['environments:', ...environments.flatMap(printEnvironment)],
    targets.length === 0
      ? []
      : ['targets:', ...targets.map(([target, value]) => `  ${scalar(target)}: ${flow(value)}`)],
    rules.length === 0 ? [] : ['rules:', ...rules.map((rule) => `  - ${flow(rule)}`)],
    comment(draft.remarks, ''),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function printEnvironment({ name, members, servers }: DraftEnvironment): readonly string[] {
  const printed = servers.flatMap(({ name, server, comment: lines }) => [
    ...comment(lines, '      '),
    ...member(name, server, '      '),
  ]);
  const open = printed.length === 0 ? '    servers: {}' : '    servers:';
  return [`  ${scalar(name)}:`, ...block(members, '    '), open, ...printed];
}

function block(value: JsonObject, indent: string): readonly string[] {
  return Object.entries(value).flatMap(([key, next]) => member(key, next, indent));
}

function member(key: string, value: Json, indent: string): readonly string[] {
  const isBlock = isObject(value) && Object.keys(value).length > 0;
  return isBlock
    ? [`${indent}${scalar(key)}:`, ...block(value, `${indent}  `)]
    : [`${indent}${scalar(key)}: ${flow(value)}`];
}

function flow(value: Json): string {
  if (isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (!isObject(value)) return scalar(value);
  const members = Object.entries(value).map(([key, next]) => `${scalar(key)}: ${flow(next)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function scalar(value: Json): string {
  return printScalar(value, { flow: true, style: 'plain', quote: 'double' });
}

/** What others named must not end the comment. */
function comment(lines: readonly string[], indent: string): readonly string[] {
  return lines.map((line) => `${indent}# ${line.replace(/[\p{Cc}\u2028\u2029]/gu, ' ')}`);
}
