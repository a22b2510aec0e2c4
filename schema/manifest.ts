// What is generated from the manifest's schema: its types, and a validator that needs neither ajv nor `eval` at run time.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { compile } from 'json-schema-to-typescript';
import { isArray, isObject, type Json, object } from '../src/model/json.ts';

const schema: Json = JSON.parse(readFileSync(new URL('./manifest.schema.json', import.meta.url), 'utf8'));
const header = '// Generated from schema/manifest.schema.json by `npm run generate`. Do not edit.\n';

/** Types of the written manifest. `x-…` keys have no place in them. */
export function manifestTypes(): Promise<string> {
  const plain = without(schema, ['$id', 'title', 'patternProperties', 'examples', 'default', '$comment']);
  return compile(plain as Parameters<typeof compile>[0], 'WrittenManifest', {
    bannerComment: header.trimEnd(),
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, printWidth: 120 },
  });
}

/** An ES module without imports: the validator, and the schema without its words, to explain an error by. */
export async function manifestValidator(): Promise<string> {
  const bare = without(schema, ['title', 'description', 'examples', 'default']);
  const ajv = new Ajv({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    messages: false,
    code: { source: true, esm: true },
  });
  const bundled = await build({
    stdin: {
      contents: standalone.default(ajv, ajv.compile(bare as Parameters<typeof ajv.compile>[0])),
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    target: 'node20',
    minify: true,
  });
  const code = bundled.outputFiles[0]?.text ?? '';
  return `${header}// @ts-nocheck\n${code}export const schemaText = ${JSON.stringify(JSON.stringify(bare))};\n`;
}

/** The schema without these annotations; a property of such a name stays. */
function without(node: Json, annotations: readonly string[], isMap = false): Json {
  if (isArray(node)) return node.map((item) => without(item, annotations));
  if (!isObject(node)) return node;
  return object(
    Object.entries(node)
      .filter(([key]) => isMap || !annotations.includes(key))
      .map(([key, value]) => [key, without(value, annotations, !isMap && ['properties', 'definitions'].includes(key))]),
  );
}
