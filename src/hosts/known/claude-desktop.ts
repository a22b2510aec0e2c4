// Claude Desktop: starts programs only, and expands nothing.

import type { Host } from '../host.ts';
import { anyName, launch } from '../presets.ts';

export const claudeDesktop: Host = {
  id: 'claude-desktop',
  title: 'Claude Desktop',
  aliases: ['claude', 'claude-app'],
  source: {
    docs: 'https://modelcontextprotocol.io/docs/develop/connect-local-servers',
    checked: '2026-08',
    confidence: 'peers',
  },
  scopes: {
    user: {
      files: [
        // The installer since February 2026 is an MSIX package (github.com/anthropics/claude-code/issues/26073, 2026-08).
        { win32: '{localAppData}/Packages/Claude_*/LocalCache/Roaming/Claude/claude_desktop_config.json' },
        '{appSupport}/Claude/claude_desktop_config.json',
      ],
      format: 'json',
      container: { kind: 'map', path: ['mcpServers'] },
    },
  },
  presence: [
    { darwin: '/Applications/Claude.app' },
    '{appSupport}/Claude',
    { win32: '{localAppData}/Packages/Claude_*' },
  ],
  entry: { fields: { ...launch }, transports: { key: 'type', words: { stdio: [null, 'stdio'] } } },
  names: { charset: anyName },
  starts: { desktop: true },
  notes: {
    restart: 'quit Claude Desktop and start it again',
    know: ['remote servers are added as connectors in the app'],
  },
};
