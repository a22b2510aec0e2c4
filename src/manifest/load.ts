// From the text of a manifest to its normal form, or to all that is wrong with it.

import { HatchError } from '../model/errors.ts';
import { type Finding, sortFindings } from '../model/finding.ts';
import { get } from '../model/json.ts';
import type { Manifest } from '../model/manifest.ts';
import type { PackageOf } from '../model/package.ts';
import type { Platform } from '../model/target.ts';
import { variableFault } from './expand.ts';
import { normalise } from './normalise.ts';
import { withPackages } from './packages.ts';
import { type Parsed, parseManifest, type Source } from './parse.ts';
import { problem, suggestion } from './problem.ts';
import { isOwn, remainder } from './remainder.ts';
import { checkRules } from './rules.ts';
import { type SchemaFinding, validateSchema } from './validate.ts';
import { readWritten, type Written } from './written.ts';

export interface LoadOptions {
  /** Every word for a host: ids and aliases. */
  readonly hostIds: readonly string[];
  /** The id of the host that such a word means; without it every word is an id. */
  readonly hostIdOf?: ((word: string) => string | undefined) | undefined;
  readonly platform: Platform;
  /** `hatch.mcp.local.yaml`, where there is one. */
  readonly local?: Source | undefined;
  /** Values for variables, which win over the manifest's. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** What the lock says about a package; without it no package is known. */
  readonly packageOf?: PackageOf | undefined;
}

export interface LoadedManifest {
  /** Without the overlay: for targets inside the repository. Undefined where there is an error other than `no-targets`. */
  readonly manifest?: Manifest;
  /** With the overlay, or the manifest itself where there is none: for all other targets. Undefined likewise. */
  readonly overlaid?: Manifest;
  /** Environment → its servers that have an override for some platform, without the overlay. */
  readonly byPlatform: ReadonlyMap<string, ReadonlySet<string>>;
  /** All, sorted. */
  readonly findings: readonly Finding[];
}

/** Throws HatchError (`usage`) for a variable of the command line that the manifest does not have. */
export function loadManifest(source: Source, options: LoadOptions): LoadedManifest {
  const main = readFile(source, false);
  if (options.local === undefined) {
    const { manifest, findings, byPlatform } = settle(main, options);
    return { ...(manifest && { manifest, overlaid: manifest }), byPlatform, findings: sorted(findings) };
  }
  const local = readFile(options.local, true);
  const alone = settle(main, options);
  const joined = settle(overlay(main, local), options);
  return {
    ...(alone.manifest && { manifest: alone.manifest }),
    ...(joined.manifest && { overlaid: joined.manifest }),
    byPlatform: alone.byPlatform,
    findings: sorted([...alone.findings, ...joined.findings]),
  };
}

/** One file or two, read. */
interface Files {
  /** Empty where a text could not be read. */
  readonly parsed: readonly Parsed[];
  readonly path: string;
  readonly faults: readonly SchemaFinding[];
  readonly findings: readonly Finding[];
}

function readFile(source: Source, isOverlay: boolean): Files {
  const { parsed, findings } = parseManifest(source);
  const faults = parsed === undefined ? [] : validateSchema(parsed, isOverlay);
  const all = [...findings, ...faults.map(({ finding }) => finding)];
  return { parsed: parsed === undefined ? [] : [parsed], path: source.path, faults, findings: all };
}

/** Both files, or none where the overlay cannot be laid over the manifest. */
function overlay(main: Files, local: Files): Files {
  const [lower, upper] = [main.parsed[0], local.parsed[0]];
  const name = get(upper?.value, 'name');
  const renamed =
    upper !== undefined && name !== undefined && name !== get(lower?.value, 'name')
      ? [problem('local-name', upper.place(['name']), 'an overlay cannot change `name`, the owner of what is applied')]
      : [];
  const parsed = lower && upper && main.faults.length + local.faults.length === 0 ? [lower, upper] : [];
  return { parsed, path: main.path, faults: [], findings: [...main.findings, ...local.findings, ...renamed] };
}

interface Settled {
  readonly manifest?: Manifest;
  readonly byPlatform: ReadonlyMap<string, ReadonlySet<string>>;
  readonly findings: readonly Finding[];
}

function settle({ parsed, path, faults, findings }: Files, options: LoadOptions): Settled {
  const [main, ...more] = parsed;
  const rest = main && (faults.length === 0 ? main : remainder(main, faults));
  if (rest === undefined) return { byPlatform: new Map(), findings };
  const plain = readWritten([rest, ...more], options.platform, options.variables ?? {});
  checkVariables(plain, options.variables ?? {});
  const { written, findings: packageFindings } = withPackages(plain, options.packageOf);
  const hosts = new Map(options.hostIds.map((word) => [word, options.hostIdOf?.(word) ?? word]));
  const context = { written, hosts };
  const ruled = [...packageFindings, ...checkRules(context)];
  const all = [...findings, ...ruled.filter((finding) => isOwn(finding, faults))];
  const stops = all.some(({ severity, code }) => severity === 'error' && code !== 'no-targets');
  return {
    ...(!stops && { manifest: normalise(context, path, options.platform) }),
    byPlatform: new Map([...written.environments].map(([name, { servers }]) => [name, overridden(servers)])),
    findings: all,
  };
}

function overridden(servers: ReadonlyMap<string, { readonly byPlatform: boolean }>): ReadonlySet<string> {
  return new Set([...servers].filter(([, { byPlatform }]) => byPlatform).map(([name]) => name));
}

function checkVariables({ declared, variables }: Written, overrides: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(overrides)) {
    if (!declared.has(name)) {
      const hint = suggestion(name, declared) ?? 'declare it under `variables:`';
      throw new HatchError('usage', `the manifest has no variable \`${name}\``, { hint });
    }
    const fault = variableFault(name, variables);
    if (fault?.variable === name) throw new HatchError('usage', `the value for \`${name}\`: ${fault.message}`);
  }
}

function sorted(findings: readonly Finding[]): readonly Finding[] {
  return sortFindings([...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()]);
}
