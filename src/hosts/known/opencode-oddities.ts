// Tool lists of opencode and what was made from it: `tools: { "<server>_<tool>": bool }` beside the servers, with `*`.

import type { Server } from '../../model/server.ts';
import type { SatelliteElement } from '../api.ts';
import type { Oddities } from '../host.ts';

/** As the host joins the names (opencode.ai/docs/mcp-servers, 2026-08). */
function prefix(name: string): string {
  return `${name.replace(/[^A-Za-z0-9_-]/g, '_')}_`;
}

/** An allow list switches all tools off and then some on. */
export const toolPatterns: Pick<Oddities, 'encode' | 'decode'> = {
  encode: (server, name) => {
    const { allow, deny = [], ...tools } = server.tools ?? {};
    const element = (tool: string, value: boolean): SatelliteElement => ({
      satellite: 'tools',
      key: prefix(name) + tool,
      value,
    });
    const allowed = allow === undefined ? [] : [element('*', false), ...allow.map((tool) => element(tool, true))];
    return {
      server: { ...server, tools },
      entry: {},
      satellites: [...allowed, ...deny.map((tool) => element(tool, false))],
    };
  },
  decode: (_, name, satellites): Partial<Server> => {
    const own = Object.entries(satellites('tools')).filter(([key]) => key.startsWith(prefix(name)));
    const named = (wanted: boolean) =>
      own
        .flatMap(([key, value]) => (value === wanted ? [key.slice(prefix(name).length)] : []))
        .filter((tool) => tool !== '*');
    const isClosed = own.some(([key, value]) => key === `${prefix(name)}*` && value === false);
    const [allow, deny] = [named(true), named(false)];
    return { tools: { ...(isClosed ? { allow } : {}), ...(deny.length > 0 ? { deny } : {}) } };
  },
};
