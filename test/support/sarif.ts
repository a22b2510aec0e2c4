// What SARIF 2.1.0 says of the parts of a log that we write, as its JSON Schema has it, and what GitHub asks beside it:
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning.

import { Ajv } from 'ajv';

const text = { type: 'string', minLength: 1 };
const message = { type: 'object', properties: { text }, required: ['text'], additionalProperties: false };
const whole = { type: 'integer', minimum: 1 };

const schema = {
  type: 'object',
  required: ['version', 'runs', '$schema'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string', pattern: '^https://.*sarif-schema-2\\.1\\.0\\.json$' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      minItems: 1,
      maxItems: 20,
      items: {
        type: 'object',
        required: ['tool', 'results'],
        additionalProperties: false,
        properties: {
          tool: {
            type: 'object',
            required: ['driver'],
            additionalProperties: false,
            properties: {
              driver: {
                type: 'object',
                required: ['name'],
                additionalProperties: false,
                properties: {
                  name: text,
                  semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
                  rules: {
                    type: 'array',
                    uniqueItems: true,
                    items: {
                      type: 'object',
                      required: ['id'],
                      additionalProperties: false,
                      properties: { id: text, name: text, shortDescription: message },
                    },
                  },
                },
              },
            },
          },
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          originalUriBaseIds: {
            type: 'object',
            additionalProperties: {
              type: 'object',
              properties: { uri: text, description: message },
              additionalProperties: false,
            },
          },
          invocations: {
            type: 'array',
            items: {
              type: 'object',
              required: ['executionSuccessful'],
              additionalProperties: false,
              properties: {
                executionSuccessful: { type: 'boolean' },
                toolExecutionNotifications: {
                  type: 'array',
                  items: {
                    type: 'object',
                    required: ['message'],
                    additionalProperties: false,
                    properties: { level: { enum: ['none', 'note', 'warning', 'error'] }, message },
                  },
                },
              },
            },
          },
          results: {
            type: 'array',
            maxItems: 25_000,
            items: {
              type: 'object',
              required: ['message', 'ruleId', 'ruleIndex', 'level', 'locations', 'partialFingerprints'],
              additionalProperties: false,
              properties: {
                ruleId: text,
                ruleIndex: { type: 'integer', minimum: 0 },
                level: { enum: ['none', 'note', 'warning', 'error'] },
                message,
                partialFingerprints: { type: 'object', additionalProperties: text },
                locations: {
                  type: 'array',
                  minItems: 1,
                  maxItems: 10,
                  items: {
                    type: 'object',
                    required: ['physicalLocation'],
                    additionalProperties: false,
                    properties: {
                      physicalLocation: {
                        type: 'object',
                        required: ['artifactLocation', 'region'],
                        additionalProperties: false,
                        properties: {
                          artifactLocation: {
                            type: 'object',
                            required: ['uri'],
                            additionalProperties: false,
                            properties: {
                              // Relative, and encoded.
                              uri: { type: 'string', pattern: "^(?![a-z]+:|/)[A-Za-z0-9._~!$&'()*+,;=:@%/-]+$" },
                              uriBaseId: { const: '%SRCROOT%' },
                            },
                          },
                          region: {
                            type: 'object',
                            required: ['startLine'],
                            additionalProperties: false,
                            properties: { startLine: whole, startColumn: whole },
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

const isLog = new Ajv({ allErrors: true, strict: false }).compile(schema);

/** What breaks the schema. */
export function sarifFaults(log: unknown): readonly string[] {
  return isLog(log) ? [] : (isLog.errors ?? []).map(({ instancePath, message: why }) => `${instancePath} ${why}`);
}
