// What Goose takes by fields of its own: names of variables, and members without which it does not read an entry.

import { get, isArray, type JsonObject } from '../../model/json.ts';
import { parseTemplate } from '../../model/reference.ts';
import type { Server } from '../../model/server.ts';
import type { Oddities, Said } from '../host.ts';
import { onlyVariable, referencesTo, without } from '../variables.ts';

/** Names that Goose passes over in `envs` (crates/goose/src/agents/extension.rs, 2026-11-20). */
const refused =
  /^(PATH|PATHEXT|SystemRoot|windir|LD_(LIBRARY_PATH|PRELOAD|AUDIT|DEBUG|BIND_NOW|ASSUME_KERNEL)|DYLD_(LIBRARY_PATH|INSERT_LIBRARIES|FRAMEWORK_PATH)|PYTHON(PATH|HOME)|NODE_OPTIONS|RUBYOPT|GEM_(PATH|HOME)|CLASSPATH|GO111MODULE|GOROOT|APPINIT_DLLS|SESSIONNAME|ComSpec|TEMP|TMP|LOCALAPPDATA|USERPROFILE|HOMEDRIVE|HOMEPATH)$/i;

/** Values of `env_keys` come from the keyring or the surroundings; headers expand only what is listed there. */
function encode(server: Server): Said {
  const { env = {}, headers = {} } = server;
  const own = Object.keys(env).filter((key) => onlyVariable(env[key]) === key);
  const keys = server.transport === 'stdio' ? own : variablesOf(headers);
  // Without these members Goose does not read the entry (the same file, 2026-11-20).
  const needed = server.transport === 'stdio' ? { args: server.args ?? [] } : { description: server.description ?? '' };
  return {
    server: { ...server, ...needed, env: without(env, own) },
    entry: keys.length > 0 ? { env_keys: keys } : {},
    satellites: [],
  };
}

function variablesOf(headers: Readonly<Record<string, string>>): readonly string[] {
  const parts = Object.values(headers).flatMap(parseTemplate);
  const isPlain = (part: (typeof parts)[number]) =>
    typeof part !== 'string' && part.kind === 'env' && part.fallback === undefined;
  return [
    ...new Set(parts.filter(isPlain).map((part) => (typeof part !== 'string' && part.kind === 'env' ? part.name : ''))),
  ];
}

function decode(entry: JsonObject): Partial<Server> {
  const keys = get(entry, 'env_keys');
  return entry.type === 'stdio' && isArray(keys) ? { env: referencesTo(keys.map((key) => [String(key), key])) } : {};
}

function refuse(entry: JsonObject) {
  const names = Object.keys(get(entry, 'envs') ?? {}).filter((name) => refused.test(name));
  if (names.length === 0) return undefined;
  return {
    code: 'field-unsupported',
    severity: 'warning',
    message: `Goose passes over ${names.join(', ')} in \`envs\``,
  } as const;
}

export const gooseOddities: Oddities = { encode, decode, refuse };
