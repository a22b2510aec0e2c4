// `hatch schema`: prints a published JSON Schema, as it is.

import { HatchError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import { nearest } from '../../model/nearest.ts';
import type { Call, Outcome } from '../call.ts';

const schemas: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>> = {
  manifest: () => import('../../../schema/manifest.schema.json', { with: { type: 'json' } }),
  report: () => import('../../../schema/report.schema.json', { with: { type: 'json' } }),
};

export async function execute(call: Call): Promise<Outcome> {
  const name = call.arguments[0] ?? 'manifest';
  const load = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (load === undefined) {
    const near = nearest(name, Object.keys(schemas));
    const hint = near === undefined ? `one of: ${Object.keys(schemas).join(', ')}` : `did you mean ${near}?`;
    throw new HatchError('usage', `there is no schema ${name}`, { hint });
  }
  const schema = (await load()).default as Json;
  return { exit: 'done', result: () => schema, text: () => JSON.stringify(schema, undefined, 2), isDocument: true };
}
