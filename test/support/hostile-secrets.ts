// A machine with a random secret at every place where one can stand: the manifest, the surroundings, files, host files.

import * as fc from 'fast-check';
import { memorySystem } from '../../src/system/memory.ts';
import type { Placed } from './cli.ts';

/** A secret, and whether it comes into a file only by being resolved. */
export interface Canary {
  readonly text: string;
  /** Where it stands at first: `environment`, or a path. */
  readonly home: string;
}

/** Letters and digits as tokens have them; every third with characters that JSON, YAML or TOML must escape. */
function tokens(seed: number, count: number): readonly string[] {
  const plain = fc.stringMatching(/^[a-z][A-Z][0-9][A-Za-z0-9]{24}[0-9]$/);
  const odd = fc
    .tuple(plain, fc.constantFrom('"', '\\', "'", 'é', '#', '\t'))
    .map(([text, char]) => `${text}${char}${text.slice(0, 8)}`);
  const mixed = fc.sample(plain, { seed, numRuns: count });
  const strange = fc.sample(odd, { seed: seed + 1, numRuns: count });
  return mixed.map((text, i) => (i % 3 === 2 ? (strange[i] ?? text) : text));
}

export const places = {
  manifest: '/home/ada/work/hatch.mcp.yaml',
  file: '/home/ada/secret.txt',
  'claude-desktop': '/home/ada/.config/Claude/claude_desktop_config.json',
  cursor: '/home/ada/.cursor/mcp.json',
  codex: '/home/ada/.codex/config.toml',
  goose: '/home/ada/.config/goose/config.yaml',
  zed: '/home/ada/.config/zed/settings.json',
} as const;

/** The machine for this seed, and its secrets. */
export function secretMachine(seed: number): {
  readonly system: ReturnType<typeof memorySystem> & Placed;
  readonly canaries: readonly Canary[];
} {
  const left = [...tokens(seed, 200)];
  const canaries: Canary[] = [];
  const secret = (home: string): string => {
    const text = left.shift();
    if (text === undefined) throw new Error('no secrets are left');
    canaries.push({ text, home });
    return text;
  };
  /** One that stands in an address or a manifest's plain text. */
  const plain = (home: string): string => {
    const at = left.findIndex((text) => /^[A-Za-z0-9]+$/.test(text));
    const [text] = left.splice(at, 1);
    if (text === undefined) throw new Error('no secrets are left');
    canaries.push({ text, home });
    return text;
  };
  const env = Object.fromEntries(
    ['ARG', 'ENV', 'HEADER', 'OAUTH', 'QUERY'].map((name) => [`CANARY_${name}`, secret('environment')]),
  );
  const q = (text: string) => JSON.stringify(text);
  const lit = () => plain(places.manifest);
  const manifest = `version: 1
name: orchard
environment: main
defaults: { references: inline, onUnsupported: bridge }
environments:
  main:
    servers:
      local:
        command: tool
        args: [--token, "\${env:CANARY_ARG}", --password, ${q(lit())}, "--api-key=${lit()}"]
        env:
          A_TOKEN: "\${env:CANARY_ENV}"
          B_SECRET: "\${file:~/secret.txt}"
          C_PASSWORD: ${q(lit())}
          D_MIXED: "x \${env:CANARY_ENV} y"
      remote:
        url: "https://bob:${lit()}@api.example/mcp?api_key=${lit()}&q=1"
        headers: { Authorization: "Bearer \${env:CANARY_HEADER}", X-Api-Key: ${q(lit())} }
      asked: { url: "https://api.example/mcp?token=\${env:CANARY_QUERY}" }
      client: { url: "https://auth.example/mcp", oauth: { clientId: me, clientSecret: "\${env:CANARY_OAUTH}" } }
      known-client: { url: "https://auth.example/mcp", oauth: { clientId: me, clientSecret: ${q(lit())} } }
targets: { claude-desktop: {}, cursor: {}, codex: {}, goose: {}, zed: {} }
rules: [{ to: [all], exclude: ["client$"] }, { to: [cursor, zed], include: ["client$"] }]
`;
  const local = (home: string) => ({
    command: 'tool',
    args: ['--token', secret(home), `--password=${secret(home)}`, '--header', `Authorization: Bearer ${plain(home)}`],
    env: { A_TOKEN: secret(home), PLAIN: secret(home) },
  });
  const remote = (home: string) => ({
    url: `https://bob:${plain(home)}@api.example/mcp?api_key=${plain(home)}`,
    headers: { Authorization: `Bearer ${secret(home)}`, 'X-Odd': secret(home) },
  });
  /** As Cursor has it, and as Zed does; in the files of others nobody knows either. */
  const clients = (home: string) => ({
    client: { url: 'https://auth.example/mcp', auth: { CLIENT_ID: 'me', CLIENT_SECRET: secret(home) } },
    'known-client': { url: 'https://auth.example/mcp', oauth: { client_id: 'me', client_secret: secret(home) } },
  });
  const json = (home: string, key: string) =>
    JSON.stringify(
      {
        apiKey: secret(home),
        [key]: { local: local(home), remote: remote(home), stranger: local(home), ...clients(home) },
      },
      null,
      2,
    );
  const toml = (home: string) => {
    const { args, env: variables } = local(home);
    const strings = args.map(q).join(', ');
    return `token = ${q(secret(home))}\n\n[mcp_servers.local]\ncommand = "tool"\nargs = [${strings}]\nenv = { A_TOKEN = ${q(variables.A_TOKEN)} }\n\n[mcp_servers.stranger]\ncommand = "tool"\nenv = { PLAIN = ${q(variables.PLAIN)} }\n`;
  };
  const yaml = (home: string) => {
    const { env: variables } = local(home);
    return `GOOSE_KEY: ${q(secret(home))}\nextensions:\n  local:\n    type: stdio\n    enabled: true\n    name: local\n    cmd: tool\n    args: []\n    envs: { A_TOKEN: ${q(variables.A_TOKEN)} }\n  stranger:\n    type: stdio\n    enabled: true\n    name: stranger\n    cmd: tool\n    args: []\n    envs: { PLAIN: ${q(variables.PLAIN)} }\n`;
  };
  const loose = (text: string) => ({ text, mode: 0o644 });
  const tree = {
    [places.manifest]: manifest,
    [places.file]: { text: `${secret(places.file)}\n`, mode: 0o600 },
    [places['claude-desktop']]: loose(json(places['claude-desktop'], 'mcpServers')),
    [places.cursor]: loose(json(places.cursor, 'mcpServers')),
    [places.codex]: loose(toml(places.codex)),
    [places.goose]: loose(yaml(places.goose)),
    [places.zed]: loose(json(places.zed, 'context_servers')),
  };
  const surroundings = { cwd: '/home/ada/work', env: { ...env, HATCH_MANIFEST: places.manifest } };
  return { system: memorySystem(tree, surroundings), canaries };
}

/** The canaries that a text holds, as they are or as JSON, TOML and YAML write them in double quotes. */
export function canariesIn(text: string, canaries: readonly Canary[]): readonly Canary[] {
  return canaries.filter(
    ({ text: canary }) => text.includes(canary) || text.includes(JSON.stringify(canary).slice(1, -1)),
  );
}
