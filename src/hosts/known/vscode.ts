// VS Code and its editions: a map of servers, and beside it the questions for what a person types in once.

import type { Host } from '../host.ts';
import { anyName, editorVariables, launch, remote } from '../presets.ts';

/** Whose servers it shows too (code.visualstudio.com/docs/agents/reference/mcp-configuration, 2026-11-20). */
const discovered = [
  '{appSupport}/Claude/claude_desktop_config.json',
  '{home}/.cursor/mcp.json',
  '{home}/.codeium/windsurf/mcp_config.json',
];

function edition(id: string, title: string, product: string, aliases: readonly string[]): Host {
  const place = {
    format: 'jsonc',
    container: { kind: 'map', path: ['servers'] },
    satellites: { inputs: { kind: 'array', path: ['inputs'], key: 'id' } },
  } as const;
  return {
    id,
    title,
    aliases,
    source: {
      docs: 'https://code.visualstudio.com/docs/agents/reference/mcp-configuration',
      checked: '2026-11-20',
      confidence: 'documented',
    },
    scopes: {
      user: { files: ['{VSCODE_PORTABLE}/user-data/User/mcp.json', `{appSupport}/${product}/User/mcp.json`], ...place },
      project: { files: ['{project}/.vscode/mcp.json'], ...place },
    },
    presence: ['{VSCODE_PORTABLE}/user-data/User', `{appSupport}/${product}/User`],
    entry: {
      fields: { ...launch, ...remote, cwd: 'cwd', envFile: 'envFile', clientId: ['oauth', 'clientId'] },
      transports: { key: 'type', words: { stdio: ['stdio', null], http: ['http', null], sse: ['sse'] } },
    },
    references: {
      leaves: ['command', 'args', 'env', 'cwd', 'envFile', 'url', 'headers'],
      expands: editorVariables,
      env: `\${env:NAME}`,
      home: `\${userHome}`,
      workspace: `\${workspaceFolder}`,
      // `${env:}` is not expanded in headers (github.com/microsoft/vscode/issues/336232, 2026-09).
      prompt: { leaves: ['headers'], form: `\${input:NAME}`, satellite: 'inputs' },
    },
    names: { charset: anyName },
    others: discovered.map((path) => ({ path, role: 'imported', why: 'where `chat.mcp.discovery.enabled` is on' })),
    notes: {
      trust: 'VS Code asks before it starts a new or changed server',
      know: ['a profile has its own mcp.json'],
    },
  };
}

export const vscode = edition('vscode', 'VS Code', 'Code', ['code', 'github-copilot', 'copilot']);
export const vscodeInsiders = edition('vscode-insiders', 'VS Code Insiders', 'Code - Insiders', ['code-insiders']);
export const vscodium = edition('vscodium', 'VSCodium', 'VSCodium', ['codium']);
