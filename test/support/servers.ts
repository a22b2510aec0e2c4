// Neutral servers of every shape, and the places they may be written to, for the laws of hosts.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates are what is tested.

import fc from 'fast-check';
import type { EncodeContext } from '../../src/hosts/api.ts';
import { type Part, printTemplate } from '../../src/model/reference.ts';
import type { Server } from '../../src/model/server.ts';

/** Words that stand nowhere else, so that they are found again. */
export const [home, manifestDir] = ['/home/hedwig-9f', '/srv/quarry-71'];

const literal = fc.oneof(
  { weight: 6, arbitrary: fc.string({ maxLength: 8 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('${HOME}', '{env:X}', '$PATH', '$${', '${{ secrets.X }}', '${userHome}', '{token}'),
  },
);
const variableName = fc.constantFrom('ORCHARD_KEY', 'K9', '_token');
const part = fc.oneof(
  { weight: 3, arbitrary: literal },
  { weight: 2, arbitrary: variableName.map((name) => ({ kind: 'env', name }) as const) },
  { weight: 1, arbitrary: variableName.map((name) => ({ kind: 'env', name, fallback: 'd é' }) as const) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'home' } as const, { kind: 'manifestDir' } as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { kind: 'file', path: 'keys/ivy.txt' } as const,
      { kind: 'file', path: '/run/ivy' } as const,
    ),
  },
);
export const plainText = fc.string({ minLength: 1, maxLength: 10 }).filter((text) => !/[$%{}]/.test(text));
const template = fc.oneof(
  { weight: 3, arbitrary: plainText },
  { weight: 1, arbitrary: variableName.map((name) => `\${env:${name}}`) },
  { weight: 1, arbitrary: variableName.map((name) => `Bearer \${env:${name}}`) },
  { weight: 2, arbitrary: fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => printTemplate(merged(parts))) },
);
const words = fc
  .array(fc.stringMatching(/^[a-z_]{1,6}$/), { minLength: 1, maxLength: 3 })
  .map((list) => [...new Set(list)]);
const optional = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { requiredKeys: [] });
const common = {
  enabled: fc.boolean(),
  timeout: fc.constantFrom(1, 1500, 30_000, 60_000),
  startupTimeout: fc.constantFrom(250, 20_000),
  tools: optional({ allow: words, deny: words, autoApprove: words }),
  description: plainText,
};
const names = fc.constantFrom('Authorization', 'X-Ivy', 'api-key');
const stdio = fc.tuple(
  template,
  optional({
    args: fc.array(template, { maxLength: 4 }),
    env: fc.dictionary(variableName, template, { maxKeys: 3 }),
    cwd: template,
    envFile: template,
    ...common,
  }),
);
const remote = fc.tuple(
  fc.constantFrom('http', 'sse', 'ws'),
  fc.oneof(fc.constant('https://ivy.example/mcp'), template),
  optional({
    headers: fc.dictionary(names, template, { maxKeys: 3 }),
    oauth: optional({ clientId: template, clientSecret: template, scopes: words }),
    ...common,
  }),
);
export const server: fc.Arbitrary<Server> = fc.oneof(
  stdio.map(([command, rest]) => ({ transport: 'stdio', command, ...rest }) as Server),
  remote.map(([transport, url, rest]) => ({ transport, url, ...rest }) as Server),
);
/** Without most fields, so that many servers have no finding at all. */
export const slimServer = fc
  .tuple(server, fc.constantFrom('args', 'env', 'headers', 'timeout', 'none'))
  .map(([whole, kept]) => {
    const keys = ['transport', 'command', 'url', kept];
    return Object.fromEntries(Object.entries(whole).filter(([key]) => keys.includes(key))) as unknown as Server;
  });
export const context: fc.Arbitrary<EncodeContext> = fc.record({
  platform: fc.constant('linux' as const),
  home: fc.constant(home),
  manifestDir: fc.constant(manifestDir),
  portable: fc.boolean(),
  references: fc.constantFrom('native' as const, 'inline' as const),
  onUnsupported: fc.constantFrom('error' as const, 'warn' as const, 'bridge' as const),
});

/** Neighbouring literals as one part. */
export function merged(parts: readonly Part[]): readonly Part[] {
  const result: Part[] = [];
  for (const one of parts) {
    const last = result.at(-1);
    if (typeof one === 'string' && typeof last === 'string') result[result.length - 1] = last + one;
    else result.push(one);
  }
  return result;
}
