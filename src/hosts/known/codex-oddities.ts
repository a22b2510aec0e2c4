// What Codex takes by fields of its own: names of variables, approvals; and what ends the reading of its whole file.

import { get, isArray, isObject, type JsonObject, object } from '../../model/json.ts';
import type { Server } from '../../model/server.ts';
import type { Oddities, Said } from '../host.ts';
import { bearerVariable, onlyVariable, referencesTo, referenceTo, without } from '../variables.ts';

function encode({ env = {}, headers = {}, tools = {}, ...rest }: Server): Said {
  const { autoApprove = [], ...lists } = tools;
  const own = Object.keys(env).filter((key) => onlyVariable(env[key]) === key);
  const bearer = bearerVariable(headers);
  const whole = Object.entries(headers).flatMap(([header, template]) => {
    const name = onlyVariable(template);
    return name === undefined ? [] : [[header, name] as const];
  });
  const entry: JsonObject = {
    ...(own.length > 0 ? { env_vars: own } : {}),
    ...(bearer ? { bearer_token_env_var: bearer.name } : {}),
    ...(whole.length > 0 ? { env_http_headers: object(whole) } : {}),
    ...(autoApprove.length > 0
      ? { tools: object(autoApprove.map((tool) => [tool, { approval_mode: 'approve' }])) }
      : {}),
  };
  const said = [bearer?.header, ...whole.map(([header]) => header)];
  return {
    server: { ...rest, tools: lists, env: without(env, own), headers: without(headers, said) },
    entry,
    satellites: [],
  };
}

function decode(entry: JsonObject): Partial<Server> {
  const [names, whole, tools] = [get(entry, 'env_vars'), get(entry, 'env_http_headers'), get(entry, 'tools')];
  const bearer = referenceTo(get(entry, 'bearer_token_env_var'));
  const approved = isObject(tools)
    ? Object.keys(tools).filter((tool) => get(tools[tool], 'approval_mode') === 'approve')
    : [];
  return {
    env: isArray(names) ? referencesTo(names.map((name) => [String(name), name])) : {},
    headers: {
      ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
      ...(isObject(whole) ? referencesTo(Object.entries(whole)) : {}),
    },
    tools: approved.length > 0 ? { autoApprove: approved } : {},
  };
}

/** Each of these ends the reading of the whole file (codex-rs/config/src/mcp_types.rs, 2026-08). */
function refuse(entry: JsonObject) {
  const started = ['command', 'args', 'env', 'env_vars', 'cwd'].filter((key) => key in entry);
  const reached = ['url', 'http_headers', 'env_http_headers', 'bearer_token_env_var'].filter((key) => key in entry);
  const negative = ['tool_timeout_sec', 'startup_timeout_sec', 'startup_timeout_ms'].filter(
    (key) => Number(entry[key]) < 0,
  );
  const wrong = [
    ...(started.length > 0 ? reached : []),
    ...negative,
    ...('bearer_token' in entry ? ['bearer_token'] : []),
  ];
  if (wrong.length === 0) return undefined;
  return {
    code: 'entry-fatal',
    severity: 'error',
    message: `Codex would no longer read its whole file because of ${wrong.map((key) => `\`${key}\``).join(', ')} in this entry`,
  } as const;
}

export const codexOddities: Oddities = { encode, decode, refuse };
