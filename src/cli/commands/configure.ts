// `hatch mcp configure`: one server, given to hosts and recorded in an environment of the manifest.

import { HatchError } from '../../model/errors.ts';
import { isObject, type Json, type JsonObject, object } from '../../model/json.ts';
import { renderApplied, runJson } from '../../report/applied.ts';
import { planJson, tidy } from '../../report/json.ts';
import { joinBlocks, renderPlan } from '../../report/text.ts';
import { allFindings } from '../../report/view.ts';
import { visible } from '../../report/visible.ts';
import { pathText } from '../../report/where.ts';
import { type ConfigureChoice, type ConfigureReport, configure, planConfigure } from '../../verbs/configure.ts';
import type { PlanOptions } from '../../verbs/options.ts';
import type { Call, Outcome } from '../call.ts';
import { policiesOf } from '../policies.ts';
import { askValueOf } from '../value-question.ts';
import { applyOptions, planOptions, type Values } from '../values.ts';

export async function execute(call: Call): Promise<Outcome> {
  const { values, ports } = call;
  const options = { ...planOptions(values), hosts: undefined };
  const choice = choiceOf(call);
  if (values.isOn('dry-run')) return outcome(call, options, await planConfigure(ports, options, choice), false);
  const how = { ...applyOptions(call), askValue: askValueOf(call) };
  return outcome(call, options, await configure(ports, options, choice, how), how.interaction !== undefined);
}

function outcome({ look, values }: Call, options: PlanOptions, report: ConfigureReport, wasShown: boolean): Outcome {
  const { plan, run, exit, findings, name, saved, further } = report;
  const isDry = values.isOn('dry-run');
  const where =
    saved &&
    `${visible(name)} is in ${visible(saved.environment)} of ${pathText(saved.manifest, look)}${saved.isNew ? ', which is new' : ''}.`;
  return {
    exit,
    findings: [...allFindings(plan), ...findings.filter((finding) => !plan.findings.includes(finding))],
    result: () =>
      tidy({
        plan: planJson(plan, options),
        saved: saved && { ...saved },
        further: [...further],
        run: run && runJson(run),
      }),
    text: () =>
      joinBlocks([
        wasShown && run !== undefined ? '' : renderPlan(plan, look),
        isDry ? '' : (where ?? ''),
        further.length === 0 ? '' : `The next \`hatch apply\` gives it to ${further.map(visible).join(', ')} too.`,
        run === undefined ? '' : renderApplied({ plan, run, findings }, look, 'Configured'),
        isDry ? 'Dry run: nothing was written.' : '',
      ]),
  };
}

function choiceOf(call: Call): ConfigureChoice {
  const { values } = call;
  const [name = '', ...words] = call.arguments;
  const to = values.list('host');
  if (to === undefined)
    throw new HatchError('usage', 'configure needs a host', { hint: '--host NAME,… or --host all' });
  return {
    name,
    to,
    fields: fieldsOf(values, words),
    raw: Object.entries(values.pairs('set')).map(([pointer, text]) => [
      pointer.startsWith('/') ? pointer : `/${pointer}`,
      jsonOf(pointer, text),
    ]),
    values: values.pairs('with'),
    save: !values.isOn('no-save'),
    override: values.isOn('override'),
  };
}

/** In the manifest's words; what follows `--` is the command line of the server. */
function fieldsOf(values: Values, words: readonly string[]): JsonObject {
  const command = values.text('command');
  const [first, ...rest] = words;
  const isWhole = command === undefined && first !== undefined;
  const args = [...(values.texts('args') ?? []), ...(isWhole ? rest : words)];
  const env = { ...values.pairs('env'), ...values.pairs('env-var') };
  const isOff = values.isOn('disabled');
  if (isOff && values.isOn('enabled')) throw new HatchError('usage', 'a server is --enabled or --disabled, not both');
  const tools = filled({ allow: listed(values.list('include-tools')), deny: listed(values.list('exclude-tools')) });
  const members: Readonly<Record<string, Json | undefined>> = {
    command: isWhole ? first : command,
    args: args.length === 0 ? undefined : args,
    env: filled(env),
    envFile: values.text('env-file') ?? values.text('env-from'),
    cwd: values.text('cwd'),
    url: values.text('url'),
    transport: values.text('transport'),
    headers: filled(values.pairs('header')),
    timeout: durationOf(values.text('timeout')),
    tools,
    enabled: isOff ? false : values.isOn('enabled') ? true : undefined,
    ...policiesOf(values),
  };
  return object(
    Object.entries(members).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}

function listed(names: readonly string[] | undefined): Json | undefined {
  return names === undefined ? undefined : [...names];
}

/** Undefined where it has no members. */
function filled(members: Readonly<Record<string, Json | undefined>>): JsonObject | undefined {
  const own = Object.entries(members).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return own.length === 0 ? undefined : object(own);
}

/** A bare number means seconds. */
function durationOf(text: string | undefined): string | undefined {
  return text !== undefined && /^[\d.]+$/.test(text) ? `${text}s` : text;
}

/** A text that is no JSON stands for itself, unless it begins as JSON does. Throws HatchError (`usage`). */
function jsonOf(pointer: string, text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) || typeof value !== 'object' || Array.isArray(value) || value === null
      ? (value as Json)
      : text;
  } catch (error) {
    if (!/^\s*[{["]/.test(text)) return text;
    throw new HatchError('usage', `--set ${pointer} is no JSON: ${text}`, {
      hint: `quote it for the shell: --set '${pointer}={"key": "value"}'`,
      cause: error,
    });
  }
}
