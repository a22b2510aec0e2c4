// Gordon, the agent of Docker Desktop: it reaches what Docker's own gateway runs.

import { unreadable } from '../presets.ts';

export const gordon = unreadable({
  id: 'gordon',
  title: 'Gordon',
  aliases: ['docker-ai'],
  source: { docs: 'https://docs.docker.com/ai/gordon/', checked: '2026-11', confidence: 'peers' },
  presence: ['{home}/.docker/mcp', { darwin: '/Applications/Docker.app' }],
  byHand:
    'it reaches the servers of Docker’s gateway: `docker mcp client connect gordon`, and add servers in the MCP Toolkit',
  notes: { know: ['a `gordon-mcp.yml` in the folder where `docker ai` runs was read by older versions'] },
});
