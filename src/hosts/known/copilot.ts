// GitHub Copilot in the IDEs of JetBrains, in Eclipse and in Xcode: the map of VS Code, with headers one level deeper.

import type { Host, ScopePlace } from '../host.ts';
import { anyName, launch } from '../presets.ts';

const place = { format: 'json', container: { kind: 'map', path: ['servers'] } } as const;

type Own = Pick<Host, 'id' | 'title' | 'aliases' | 'presence' | 'notes'> & Partial<Pick<Host, 'others'>>;

function edition(own: Own, user: ScopePlace['files'], project?: ScopePlace['files']): Host {
  return {
    ...own,
    source: {
      docs: 'https://github.com/github/github-mcp-server/blob/main/docs/installation-guides/install-other-copilot-ides.md',
      checked: '2026-11-20',
      confidence: 'documented',
    },
    scopes: {
      user: { files: user, ...place },
      ...(project === undefined ? {} : { project: { files: project, ...place } }),
    },
    entry: {
      fields: { ...launch, url: 'url', headers: ['requestInit', 'headers'] },
      transports: { key: 'type', words: { stdio: [null, 'stdio'], http: [null, 'http'], sse: ['sse'] } },
      also: [[['headers'], ['requestInit', 'headers']]],
    },
    names: { charset: anyName },
  };
}

const intellij = 'github-copilot/intellij';
export const copilotJetbrains = edition(
  {
    id: 'copilot-jetbrains',
    title: 'GitHub Copilot for JetBrains',
    aliases: ['copilot-intellij'],
    presence: [{ darwin: `{config}/${intellij}`, linux: `{config}/${intellij}`, win32: `{localAppData}/${intellij}` }],
    // github.com/microsoft/copilot-intellij-feedback/issues/1139, 2026-07.
    notes: { restart: 'start the IDE again' },
  },
  [
    {
      darwin: `{config}/${intellij}/mcp.json`,
      linux: `{config}/${intellij}/mcp.json`,
      win32: `{localAppData}/${intellij}/mcp.json`,
    },
  ],
);

// Read by McpFileConfigService.java of github.com/microsoft/copilot-for-eclipse, 2026-11-20.
const eclipse = {
  darwin: '{home}/.config/github-copilot/eclipse',
  linux: '{home}/.config/github-copilot/eclipse',
  win32: '{appData}/github-copilot/eclipse',
} as const;
export const copilotEclipse = edition(
  {
    id: 'copilot-eclipse',
    title: 'GitHub Copilot for Eclipse',
    aliases: [],
    presence: [eclipse],
    others: [
      { path: '{project}/.vscode/mcp.json', role: 'read', why: 'Copilot for Eclipse reads that of VS Code too' },
    ],
    notes: {
      know: [
        'a file behind a symbolic link is not read',
        'servers typed in under Preferences, GitHub Copilot, MCP stand in the workspace of Eclipse',
      ],
    },
  },
  [
    {
      darwin: `${eclipse.darwin}/mcp.json`,
      linux: `${eclipse.linux}/mcp.json`,
      win32: `${eclipse.win32}/mcp.json`,
    },
  ],
  ['{project}/.github/copilot/mcp.json'],
);

export const copilotXcode = edition(
  {
    id: 'copilot-xcode',
    title: 'GitHub Copilot for Xcode',
    aliases: [],
    presence: [
      { darwin: '{home}/.config/github-copilot/xcode' },
      { darwin: '/Applications/GitHub Copilot for Xcode.app' },
    ],
    notes: { know: ['there is one for macOS only'] },
  },
  ['{home}/.config/github-copilot/xcode/mcp.json'],
);
