// `configure`: one server, recorded in an environment of the manifest and delivered to the hosts that are named.

import { FormatError } from '../formats/codec.ts';
import { splitMark } from '../formats/splice.ts';
import { editManifest, type ManifestEdit } from '../manifest/edit.ts';
import { codecOf, type Source } from '../manifest/parse.ts';
import { HatchError } from '../model/errors.ts';
import { at, isObject, type JsonObject, object } from '../model/json.ts';
import { printPointer } from '../model/pointer.ts';
import { serversPlace } from '../state/actual.ts';
import type { DesiredEntry } from '../state/desired.ts';
import { carryOut, type Planned } from './carry-out.ts';
import { configuredServer, type ServerFields } from './configured-server.ts';
import { destinations } from './destinations.ts';
import { type Foresight, foresee } from './foresee.ts';
import { environmentOf, type Loaded, load } from './load.ts';
import { firstEnvironment, type ManifestToEdit, manifestToEdit } from './manifest-to-edit.ts';
import type { ApplyOptions, ApplyReport, PlanOptions, ReadPorts, WritePorts } from './options.ts';
import { type AskValue, type GivenValues, refuseLiterals, valueFields } from './package-values.ts';
import { plannedDraft } from './planned-draft.ts';
import { foretold, plannedOnce, withoutRule } from './planned-once.ts';
import { readStates } from './read-states.ts';
import { refusalOfUndone } from './undone-next.ts';

export interface ConfigureChoice extends ServerFields {
  readonly name: string;
  /** Targets, groups, hosts, or `all`. */
  readonly to: readonly string[];
  /** Values for what its package asks for. */
  readonly values: GivenValues;
  /** Record it in the manifest; else it is written once. */
  readonly save: boolean;
  /** Write what the next apply would put back, although nobody sees the plan. */
  readonly override: boolean;
}

export interface ConfigureReport extends ApplyReport {
  readonly name: string;
  /** Where it is recorded; undefined where it is written once. */
  readonly saved: { readonly manifest: string; readonly environment: string; readonly isNew: boolean } | undefined;
  /** Further targets that the next apply would give it to. */
  readonly further: readonly string[];
}

/** What it would do; writes nothing. Throws HatchError for what cannot be planned. */
export async function planConfigure(
  ports: ReadPorts,
  options: PlanOptions,
  given: ConfigureChoice,
): Promise<ConfigureReport> {
  const choice = await withValues(ports, options, given, undefined);
  const { planned, saved, further } = await plannedConfigure(ports, options, choice, '');
  const { plan } = planned;
  return { plan, run: undefined, exit: 'done', findings: plan.findings, name: choice.name, saved, further };
}

/** Throws HatchError as `apply` does; `usage` for what makes no valid server. */
export async function configure(
  ports: WritePorts,
  options: PlanOptions,
  given: ConfigureChoice,
  how: ApplyOptions & { readonly askValue?: AskValue | undefined },
): Promise<ConfigureReport> {
  const choice = await withValues(ports, options, given, how.askValue);
  let last: Configured | undefined;
  const plan = async (asked: PlanOptions) => {
    last = await plannedConfigure(ports, asked, choice, how.command);
    return last.planned;
  };
  const refusesUnseen = choice.override ? () => undefined : refusalOfUndone;
  const report = await carryOut(ports, { kind: 'configure', plan, removes: false, refusesUnseen }, options, how);
  return { ...report, name: choice.name, saved: last?.saved, further: last?.further ?? [] };
}

/** The choice with what the server's package asks for. Throws HatchError as `valueFields` does. */
async function withValues(
  ports: ReadPorts,
  options: PlanOptions,
  choice: ConfigureChoice,
  ask: AskValue | undefined,
): Promise<ConfigureChoice> {
  const manifest = await manifestToEdit(ports, options);
  const environment = await environmentFor(ports, options, manifest);
  const { loaded } = await withServer(ports, options, { manifest, environment, choice });
  const spec = loaded.overlaid.environments.get(environment)?.servers.get(choice.name);
  const [unasked] = Object.keys(choice.values);
  if (spec?.package === undefined) {
    if (unasked === undefined) return choice;
    throw new HatchError('usage', `${choice.name} comes from no package, and nothing asks for \`${unasked}\``, {
      hint: '--env, --header and --args give values to any server',
    });
  }
  const inputs = spec.asks ?? [];
  refuseLiterals(inputs, choice.fields);
  const values = await valueFields({ reference: spec.package, inputs, ask }, choice.values);
  return { ...choice, fields: configuredServer(choice.fields, { fields: values, raw: [] }, []) };
}

interface Configured {
  readonly planned: Planned;
  readonly saved: ConfigureReport['saved'];
  readonly further: readonly string[];
}

async function plannedConfigure(
  ports: ReadPorts,
  options: PlanOptions,
  choice: ConfigureChoice,
  command: string,
): Promise<Configured> {
  const manifest = await manifestToEdit(ports, options);
  const environment = await environmentFor(ports, options, manifest);
  const first = await withServer(ports, options, { manifest, environment, choice });
  const { targets } = destinations(ports, first.loaded, options, choice.to);
  const names = targets.map(({ target }) => target.name);
  const title = `Configure ${choice.name} on ${names.join(', ')}`;
  const titled = (planned: Planned, foresight: Foresight | undefined): Planned => ({
    ...planned,
    plan: { ...foretold(planned.plan, foresight), title },
  });
  if (!choice.save) {
    const source = {
      from: { kind: 'environment', name: environment },
      loaded: first.loaded,
      servers: [choice.name],
      host: undefined,
    } as const;
    const asked = { ...options, servers: [choice.name] };
    const rule = { source, to: targets, mirror: false, written: { command } };
    const run = (through: ReadPorts) => plannedOnce(through, asked, rule);
    const planned = titled(await run(ports), await foresee(ports, options, run));
    return { planned: { ...planned, plan: withoutRule(planned.plan) }, saved: undefined, further: [] };
  }
  const path = manifest.path;
  const text = await delivered(ports, options, { path, text: first.text }, { choice, environment, names });
  const asked = { ...options, servers: [choice.name], environment: await flagFor(ports, options, { path, text }) };
  const draft = { manifest, text, says: `${choice.name}, in ${environment}`, targets: names, servers: [choice.name] };
  const run = (through: ReadPorts) => plannedDraft(through, asked, draft);
  const foresight = await foresee(ports, options, run);
  return {
    planned: titled(await run(ports), foresight),
    saved: { manifest: path, environment, isNew: manifest.before === undefined },
    further: furtherIn(foresight, choice.name, names),
  };
}

/** The current environment; the first one of a manifest that has none. */
async function environmentFor(ports: ReadPorts, options: PlanOptions, manifest: ManifestToEdit): Promise<string> {
  const loaded = await load(ports, options, manifest);
  if (loaded.overlaid.environments.size === 0) return options.environment ?? firstEnvironment;
  return environmentOf(ports, loaded, options.environment).name;
}

/** The environment that plans the draft: the current one, and what was asked for only where none is. */
async function flagFor(ports: ReadPorts, options: PlanOptions, draft: Source): Promise<string | undefined> {
  if (options.environment === undefined) return undefined;
  try {
    environmentOf(ports, await load(ports, options, draft), undefined);
    return undefined;
  } catch (error) {
    if (error instanceof HatchError && error.exit === 'usage') return options.environment;
    throw error;
  }
}

interface ServerEdit {
  readonly manifest: ManifestToEdit;
  readonly environment: string;
  readonly choice: ConfigureChoice;
}

/** The manifest with the server in its environment. Throws HatchError `usage` where that makes no valid manifest. */
async function withServer(
  ports: ReadPorts,
  options: PlanOptions,
  { manifest, environment, choice }: ServerEdit,
): Promise<{ readonly text: string; readonly loaded: Loaded }> {
  const { name } = choice;
  const before = definitionIn(manifest, environment, name);
  const { targets } = destinations(ports, await load(ports, options, manifest), options, choice.to);
  const hostIds = [...new Set(targets.map(({ target }) => target.host.id))];
  const server = configuredServer(before, choice, hostIds);
  try {
    const text = editManifest(manifest, [{ kind: 'set-server', environment, name, server }]);
    return { text, loaded: await load(ports, options, { path: manifest.path, text }) };
  } catch (error) {
    const isKnown = error instanceof FormatError || (error instanceof HatchError && error.exit === 'manifest-invalid');
    if (!isKnown) throw error;
    const findings = (error instanceof HatchError ? error.findings : []).filter(({ severity }) => severity === 'error');
    const isEmpty = findings.some(({ code }) => code === 'no-kind');
    const hint = isEmpty
      ? 'a server has --command or --url; what a host has already is taken over with `hatch adopt`'
      : 'hatch configure --help';
    throw new HatchError('usage', `${name} would be no valid server of ${environment}`, {
      findings,
      hint,
      cause: error,
    });
  }
}

function definitionIn({ path, text }: Source, environment: string, name: string): JsonObject | undefined {
  const { value } = codecOf(path).read(splitMark(text).body);
  const found = at(value, ['environments', environment, 'servers', name]);
  return isObject(found) ? found : undefined;
}

interface Delivery {
  readonly choice: ConfigureChoice;
  readonly environment: string;
  readonly names: readonly string[];
}

/** The manifest's text, with a rule for this one server where nothing else gives it to a target that is named. */
async function delivered(
  ports: ReadPorts,
  options: PlanOptions,
  draft: Source,
  { choice, environment, names }: Delivery,
): Promise<string> {
  const asked = { ...options, environment: await flagFor(ports, options, draft) };
  const { states } = await readStates(ports, { ...asked, hosts: undefined }, draft);
  const given = (target: string) =>
    states.targets
      .filter(({ name, sharedWith }) => [name, ...sharedWith].includes(target))
      .flatMap(({ desired }) => desired.entries)
      .find((one) => one.place === serversPlace && one.name === choice.name);
  const own = printPointer(['environments', environment, 'servers', choice.name]);
  const foreign = names.find((name) => (given(name)?.at.pointer ?? own) !== own);
  if (foreign !== undefined) throw givenElsewhere(foreign, choice.name, given(foreign));
  const missing = names.filter((name) => given(name) === undefined);
  if (missing.length === 0) return draft.text;
  const rule: ManifestEdit = {
    kind: 'add-rule',
    rule: object([
      ['environment', environment],
      ['to', missing],
      ['servers', [choice.name]],
    ]),
  };
  return editManifest(draft, [rule]);
}

function givenElsewhere(target: string, name: string, given: DesiredEntry | undefined): HatchError {
  const from = given?.environment ?? given?.source ?? '';
  return new HatchError('usage', `${target} gets ${name} from ${from} (rule ${given?.rule ?? 0})`, {
    hint:
      given?.environment === undefined
        ? `leave ${name} out of that rule, with \`exclude\``
        : `configure it there, with --environment ${from}, or leave it out of that rule, with \`exclude\``,
    ...(given !== undefined && {
      findings: [{ code: 'given-elsewhere', severity: 'error', message: `${name} is defined here`, place: given.at }],
    }),
  });
}

function furtherIn(foresight: Foresight | undefined, name: string, names: readonly string[]): readonly string[] {
  const steps = [...(foresight?.values() ?? [])].filter(
    ({ target, entry }) =>
      entry.place === serversPlace && entry.name === name && entry.edit?.kind !== 'remove' && !names.includes(target),
  );
  return [...new Set(steps.map(({ target }) => target))];
}
