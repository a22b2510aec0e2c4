// What Deep Agents Code does not take: both tool lists, or an empty one (docs.langchain.com, deepagents/code/mcp-tools,
// 2026-11).

import { get, isArray, type JsonObject } from '../../model/json.ts';
import type { Oddities } from '../host.ts';

const lists = ['allowedTools', 'disabledTools'];

function refuse(entry: JsonObject) {
  const standing = lists.filter((key) => get(entry, key) !== undefined);
  const isEmpty = standing.some((key) => {
    const list = get(entry, key);
    return isArray(list) && list.length === 0;
  });
  if (standing.length < 2 && !isEmpty) return undefined;
  return {
    code: 'entry-fatal',
    severity: 'error',
    message: 'Deep Agents Code takes either `allowedTools` or `disabledTools`, and no empty list',
  } as const;
}

export const oneToolList: Oddities = { refuse };
