// The real network: one GET at a time, bounded in bytes and in time. Follows nothing and sends nothing of its own.

import type { Network, Request, Response } from './system.ts';

export function nodeNetwork(): Network {
  return { get };
}

async function get({ url, headers, limit, timeout }: Request): Promise<Response> {
  const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(timeout) });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await bodyOf(response, limit),
  };
}

async function bodyOf(response: globalThis.Response, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    // Leaving the loop ends the transfer.
    if (size > limit) throw new Error(`more than ${limit} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
