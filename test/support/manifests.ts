// Manifests for tests: loads a text with the hosts that the tests know.

import { type LoadedManifest, type LoadOptions, loadManifest } from '../../src/manifest/load.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Manifest } from '../../src/model/manifest.ts';

/** Host words of the tests, aliases among them → ids. */
export const hostWords: ReadonlyMap<string, string> = new Map([
  ['claude-code', 'claude-code'],
  ['claude-desktop', 'claude-desktop'],
  ['claude', 'claude-desktop'],
  ['codex', 'codex'],
  ['cursor', 'cursor'],
  ['vscode', 'vscode'],
  ['zed', 'zed'],
]);

export const manifestPath = '/home/ada/orchard/hatch.mcp.yaml';
export const overlayPath = '/home/ada/orchard/hatch.mcp.local.yaml';

/** The text as a manifest on Linux; `local` is the text of an overlay. */
export function load(
  text: string,
  options: Partial<Omit<LoadOptions, 'local'>> & { readonly local?: string } = {},
): LoadedManifest {
  const { local, ...rest } = options;
  return loadManifest(
    { path: manifestPath, text },
    {
      hostIds: [...hostWords.keys()],
      hostIdOf: (word) => hostWords.get(word),
      platform: 'linux',
      ...rest,
      local: local === undefined ? undefined : { path: overlayPath, text: local },
    },
  );
}

/** The manifest of a text that has no errors. Throws with the findings where it has. */
export function manifestOf(text: string, options: Parameters<typeof load>[1] = {}): Manifest {
  const { manifest, findings } = load(text, options);
  if (manifest === undefined) throw new Error(findings.map(show).join('\n'));
  return manifest;
}

/** `code line:column pointer`. */
export function show({ code, place }: Finding): string {
  return `${code} ${place?.line}:${place?.column} ${place?.pointer}`;
}

/** A manifest that begins with what every one needs: two lines, then a declared target on the third. */
export function withHead(rest: string): string {
  return `version: 1\nname: orchard\ntargets: { cursor: {}, zed: {} }\n${rest}`;
}
