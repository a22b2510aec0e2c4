// Addresses on loopback that answer as servers, and things that are none, do.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

const plain =
  (status: number, headers: Readonly<Record<string, string>> = {}, body = ''): Respond =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

const manners: Readonly<Record<string, Respond>> = {
  login: plain(401, { 'www-authenticate': 'Bearer realm="tides"' }, 'who is there?'),
  forbidden: plain(403),
  absent: plain(404, {}, 'no such page'),
  broken: plain(503, {}, 'low water'),
  page: plain(200, { 'content-type': 'text/html' }, '<!doctype html><title>Tides</title>'),
  elsewhere: plain(302, { location: 'https://tides.example/mcp' }),
  silent: () => undefined,
  cut: (request) => {
    request.socket.destroy();
  },
  echo: (request, response) => {
    response.writeHead(400).end(`bad header: ${request.headers.authorization}`);
  },
};

export interface Web {
  /** The address at which one answers with these manners. */
  url(name: keyof typeof manners): string;
  close(): void;
}

export async function rudeWeb(): Promise<Web> {
  const server: Server = createServer((request, response) => {
    manners[request.url?.slice(1) ?? '']?.(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: (name) => `http://127.0.0.1:${port}/${name}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
