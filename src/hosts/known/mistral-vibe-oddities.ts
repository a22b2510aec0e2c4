// How Mistral Vibe takes one header's token from a variable, and splits commands.

import { get, isArray, type JsonObject } from '../../model/json.ts';
import { escapeLiteral } from '../../model/reference.ts';
import type { Server } from '../../model/server.ts';
import type { Oddities, Said } from '../host.ts';
import { splitWords } from '../shell-words.ts';
import { oneVariable, referenceTo, without } from '../variables.ts';

/** What Vibe takes where the member is absent. */
export const usual = { header: 'Authorization', format: 'Bearer {token}' } as const;

function encode(server: Server): Said {
  const { headers = {} } = server;
  const [token] = Object.entries(headers).flatMap(([header, template]) => {
    const one = oneVariable(template);
    return one === undefined || /[{}]/.test(one.before + one.after) ? [] : [{ header, ...one }];
  });
  if (token === undefined) return { server, entry: {}, satellites: [] };
  const format = `${token.before}{token}${token.after}`;
  const entry: JsonObject = {
    api_key_env: token.name,
    ...(token.header === usual.header ? {} : { api_key_header: token.header }),
    ...(format === usual.format ? {} : { api_key_format: format }),
  };
  return { server: { ...server, headers: without(headers, [token.header]) }, entry, satellites: [] };
}

/** A command of several words, as one text or as a list, gives its rest to the arguments (vibe/core/config.py, 2026-11-20). */
function read(entry: JsonObject): JsonObject {
  const { command, args } = entry;
  const words = typeof command === 'string' ? splitWords(command) : command;
  const isWords = isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string');
  if (!isWords || (args !== undefined && !isArray(args))) return entry;
  const [first = '', ...rest] = words;
  return { ...entry, command: first, ...(rest.length > 0 ? { args: [...rest, ...(args ?? [])] } : {}) };
}

function decode(entry: JsonObject): Partial<Server> {
  const reference = referenceTo(get(entry, 'api_key_env'));
  const header = get(entry, 'api_key_header') ?? usual.header;
  const format = get(entry, 'api_key_format') ?? usual.format;
  if (reference === undefined || entry.url === undefined || typeof header !== 'string' || typeof format !== 'string')
    return {};
  const [before = '', after, rest] = format.split('{token}');
  if (after === undefined || rest !== undefined) return {};
  return { headers: { [header]: `${escapeLiteral(before)}${reference}${escapeLiteral(after)}` } };
}

export const vibeOddities: Oddities = { encode, read, decode };
