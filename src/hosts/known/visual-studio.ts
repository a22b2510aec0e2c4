// Visual Studio: the map of VS Code, in a file at the root of the solution or in the home directory.

import type { Host } from '../host.ts';
import { anyName, launch, remote } from '../presets.ts';

const place = {
  format: 'json',
  container: { kind: 'map', path: ['servers'] },
  satellites: { inputs: { kind: 'array', path: ['inputs'], key: 'id' } },
} as const;
const too = 'Visual Studio reads it beside that of the solution';

export const visualStudio: Host = {
  id: 'visual-studio',
  title: 'Visual Studio',
  aliases: ['vs', 'visualstudio'],
  source: {
    docs: 'https://learn.microsoft.com/visualstudio/ide/mcp-servers',
    checked: '2026-11-20',
    confidence: 'documented',
  },
  scopes: {
    user: { files: ['{home}/.mcp.json'], ...place },
    project: { files: ['{project}/.mcp.json'], ...place },
  },
  presence: [{ win32: '{localAppData}/Microsoft/VisualStudio' }],
  entry: {
    fields: { ...launch, ...remote },
    transports: { key: 'type', words: { stdio: ['stdio', null], http: ['http', null], sse: ['sse'] } },
  },
  references: {
    leaves: ['command', 'args', 'env', 'url', 'headers'],
    expands: /\$\{input:[^}]{1,500}\}/g,
    prompt: { leaves: ['env', 'headers'], form: `\${input:NAME}`, satellite: 'inputs' },
  },
  names: { charset: anyName },
  others: [
    { path: '{project}/.vs/mcp.json', role: 'read', why: too },
    { path: '{project}/.vscode/mcp.json', role: 'read', why: too },
    { path: '{project}/.cursor/mcp.json', role: 'read', why: too },
  ],
  notes: {
    trust: 'Visual Studio asks before it uses a tool',
    know: ['.mcp.json at the root is also the file of Claude Code, under another key'],
  },
};
