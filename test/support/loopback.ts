// Pages served on loopback, for programs that ask for themselves.

import { createServer } from 'node:http';
import { type Answer, type Web, web } from './web.ts';

export interface Loopback {
  /** `127.0.0.1:PORT`, which begins the address of every page. */
  readonly host: string;
  readonly pages: Web;
  /** Puts pages at paths of this host. */
  put(pages: Readonly<Record<string, Answer>>): void;
  close(): void;
}

export async function loopback(): Promise<Loopback> {
  const pages = web();
  const server = createServer(({ url = '', headers }, response) => {
    const asked = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    void pages
      .get({ url: `http://${host}${url}`, headers: asked, limit: 1_000_000, timeout: 1000 })
      .then(({ status, headers: said, body }) => response.writeHead(status, said).end(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const bound = server.address();
  const host = `127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  return {
    host,
    pages,
    put: (more) => {
      for (const [path, answer] of Object.entries(more)) pages.put(`${host}${path}`, answer);
    },
    close: () => server.close(),
  };
}
