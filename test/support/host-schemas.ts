// What hosts say an entry may be, in JSON Schema: written down here from what each publishes, with link and date.

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const texts = { type: 'array', items: text } as const;
const textMap = { type: 'object', additionalProperties: text } as const;
const seconds = { type: 'number', minimum: 0 } as const;
const whole = { type: 'integer', minimum: 0 } as const;
const positive = { type: 'integer', exclusiveMinimum: 0 } as const;

const closed = (required: readonly string[], properties: Readonly<Record<string, unknown>>) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});
const open = (required: readonly string[], properties: Readonly<Record<string, unknown>>) => ({
  type: 'object',
  required,
  properties,
});

/** github.com/openai/codex codex-rs/core/config.schema.json and mcp_types.rs, 2026-11: what is of the other kind is fatal. */
const codexShared = {
  enabled: flag,
  required: flag,
  startup_timeout_sec: seconds,
  tool_timeout_sec: seconds,
  enabled_tools: texts,
  disabled_tools: texts,
  scopes: texts,
  oauth: { type: 'object' },
  oauth_resource: text,
  default_tools_approval_mode: { enum: ['auto', 'prompt', 'approve'] },
  tools: {
    type: 'object',
    additionalProperties: closed([], { approval_mode: { enum: ['auto', 'prompt', 'approve'] } }),
  },
} as const;

/** opencode.ai/config.json, 2026-11. */
const opencodeShared = { enabled: flag, timeout: positive } as const;

/** Host id → schema of one entry. */
export const entrySchemas: Readonly<Record<string, object>> = {
  // code.claude.com/docs/en/mcp and the changelog, 2026-11: a URL without a type is an error.
  'claude-code': {
    anyOf: [
      open(['command'], { type: { const: 'stdio' }, command: text, args: texts, env: textMap, url: false }),
      open(['type', 'url'], { type: { enum: ['http', 'sse', 'ws'] }, url: text, headers: textMap, command: false }),
    ],
  },
  codex: {
    anyOf: [
      closed(['command'], {
        ...codexShared,
        command: text,
        args: texts,
        env: textMap,
        env_vars: { type: 'array' },
        cwd: text,
      }),
      closed(['url'], {
        ...codexShared,
        url: text,
        bearer_token_env_var: text,
        http_headers: textMap,
        env_http_headers: textMap,
      }),
    ],
  },
  // github.com/charmbracelet/crush schema.json, 2026-11.
  crush: closed(['type'], {
    type: { enum: ['stdio', 'http', 'sse'] },
    command: text,
    args: texts,
    env: textMap,
    url: text,
    headers: textMap,
    timeout: whole,
    disabled: flag,
    disabled_tools: texts,
    enabled_tools: texts,
    oauth: flag,
    oauth_client_id: text,
    oauth_client_secret: text,
    oauth_callback_port: whole,
  }),
  // github.com/google-gemini/gemini-cli schemas/settings.schema.json, 2026-11.
  'gemini-cli': closed([], {
    command: text,
    args: texts,
    env: textMap,
    cwd: text,
    url: text,
    httpUrl: text,
    headers: textMap,
    tcp: text,
    type: { enum: ['stdio', 'sse', 'http'] },
    timeout: { type: 'number' },
    trust: flag,
    description: text,
    includeTools: texts,
    excludeTools: texts,
    oauth: { type: 'object' },
  }),
  opencode: {
    anyOf: [
      closed(['type', 'command'], {
        ...opencodeShared,
        type: { const: 'local' },
        command: { ...texts, minItems: 1 },
        environment: textMap,
        cwd: text,
      }),
      closed(['type', 'url'], {
        ...opencodeShared,
        type: { const: 'remote' },
        url: text,
        headers: textMap,
        oauth: closed([], { clientId: text, clientSecret: text, scope: text }),
      }),
    ],
  },
  // github.com/microsoft/vscode src/vs/workbench/contrib/mcp/common/mcpConfiguration.ts, 2026-08.
  vscode: {
    anyOf: [
      closed(['command'], {
        type: { const: 'stdio' },
        command: text,
        args: texts,
        cwd: text,
        env: textMap,
        envFile: text,
      }),
      closed(['url'], {
        type: { enum: ['http', 'sse'] },
        url: text,
        headers: textMap,
        oauth: closed([], { clientId: text }),
      }),
    ],
  },
  // github.com/zed-industries/zed crates/settings_content/src/project.rs, 2026-08.
  zed: {
    anyOf: [
      open(['command'], { command: text, args: texts, env: textMap, timeout: whole, enabled: flag, url: false }),
      open(['url'], {
        url: text,
        headers: textMap,
        timeout: whole,
        enabled: flag,
        oauth: open(['client_id'], { client_id: text }),
        command: false,
      }),
    ],
  },
};
