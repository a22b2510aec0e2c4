// The files of a new server package, by language: small, complete, and ready to be checked. Texts alone.

/** The language of a new package. */
export type Language = 'typescript' | 'python';

export const languages: readonly Language[] = ['typescript', 'python'];

/** Path from the package's folder, with `/`, and text. */
export interface TemplateFile {
  readonly path: string;
  readonly text: string;
  readonly isExecutable?: boolean;
}

export interface Template {
  readonly files: readonly TemplateFile[];
  /** What makes it ready, typed in its folder. */
  readonly setup: string;
}

/** The files of a package of this name, which is one of lower-case letters, digits and `-`. */
export function templateOf(language: Language, name: string): Template {
  return templates[language](name);
}

/** Versions that this was tried with (2026-11). */
const versions = { sdk: '^1.32.2', zod: '^4.0.0', typescript: '^6.0.3', nodeTypes: '^20.19.24' };

const templates: Readonly<Record<Language, (name: string) => Template>> = {
  typescript: (name) => ({
    setup: 'npm install',
    files: [
      { path: 'package.json', text: packageJson(name) },
      { path: 'server.js', text: serverJs(name), isExecutable: true },
      { path: 'tsconfig.json', text: tsconfig },
      { path: '.gitignore', text: 'node_modules/\n' },
      { path: 'README.md', text: readme(name, 'npm install', 'npm run check') },
    ],
  }),
  python: (name) => {
    const module = name.replaceAll('-', '_');
    return {
      setup: 'uv sync',
      files: [
        { path: 'pyproject.toml', text: pyproject(name, module) },
        { path: `src/${module}/__init__.py`, text: '' },
        { path: `src/${module}/server.py`, text: serverPy(name) },
        { path: '.gitignore', text: '.venv/\n__pycache__/\n' },
        { path: 'README.md', text: readme(name, 'uv sync', undefined) },
      ],
    };
  },
};

function packageJson(name: string): string {
  const content = {
    name,
    version: '0.1.0',
    description: 'An MCP server that counts words',
    type: 'module',
    private: true,
    bin: { [name]: 'server.js' },
    files: ['server.js'],
    scripts: { check: 'tsc' },
    engines: { node: '>=20' },
    dependencies: { '@modelcontextprotocol/sdk': versions.sdk, zod: versions.zod },
    devDependencies: { '@types/node': versions.nodeTypes, typescript: versions.typescript },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const tsconfig = `{
  // TypeScript reads the types in the comments of server.js and checks them; nothing has to be built.
  "compilerOptions": {
    "allowJs": true,
    "checkJs": true,
    "noEmit": true,
    "strict": true,
    "target": "es2023",
    "module": "nodenext",
    "types": ["node"]
  },
  "include": ["*.js"]
}
`;

function serverJs(name: string): string {
  return `#!/usr/bin/env node
// ${name}: an MCP server over standard input and output.
// Standard output belongs to the protocol: whatever you want to say, say it with console.error.

import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const server = new McpServer({ name: "${name}", version: "0.1.0" });

server.registerTool(
  "count_words",
  {
    title: "Count words",
    description: "Counts the words of a text",
    inputSchema: { text: z.string().describe("The text") },
  },
  async ({ text }) => ({ content: [{ type: "text", text: String(countWords(text)) }] }),
);

/**
 * @param {string} text
 * @returns {number}
 */
function countWords(text) {
  return text.split(/\\s+/).filter((word) => word !== "").length;
}

await server.connect(new StdioServerTransport());
`;
}

function pyproject(name: string, module: string): string {
  return `[project]
name = "${name}"
version = "0.1.0"
description = "An MCP server that counts words"
readme = "README.md"
requires-python = ">=3.10"
dependencies = []

[project.scripts]
${name} = "${module}.server:main"

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[tool.hatch.build.targets.wheel]
packages = ["src/${module}"]
`;
}

function serverPy(name: string): string {
  return `"""${name}: an MCP server over standard input and output, with nothing but Python's own library.

Standard output belongs to the protocol: whatever you want to say, print it to sys.stderr.
For more than tools there is the protocol's own SDK: https://github.com/modelcontextprotocol/python-sdk
"""

import json
import sys
from typing import Any

PROTOCOL_VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")

TOOLS = [
    {
        "name": "count_words",
        "title": "Count words",
        "description": "Counts the words of a text",
        "inputSchema": {
            "type": "object",
            "properties": {"text": {"type": "string", "description": "The text"}},
            "required": ["text"],
        },
    }
]


def count_words(text: str) -> int:
    return len(text.split())


def initialize(params: dict[str, Any]) -> dict[str, Any]:
    asked = params.get("protocolVersion")
    return {
        "protocolVersion": asked if asked in PROTOCOL_VERSIONS else PROTOCOL_VERSIONS[0],
        "capabilities": {"tools": {}},
        "serverInfo": {"name": "${name}", "version": "0.1.0"},
    }


def call_tool(params: dict[str, Any]) -> dict[str, Any]:
    if params["name"] != "count_words":
        raise ValueError(f"there is no tool {params['name']}")
    words = count_words(params["arguments"]["text"])
    return {"content": [{"type": "text", "text": str(words)}]}


METHODS = {
    "initialize": initialize,
    "ping": lambda params: {},
    "tools/list": lambda params: {"tools": TOOLS},
    "tools/call": call_tool,
}


def answer(message: dict[str, Any]) -> dict[str, Any]:
    method = METHODS.get(message["method"])
    if method is None:
        return {"error": {"code": -32601, "message": f"there is no method {message['method']}"}}
    try:
        return {"result": method(message.get("params", {}))}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return {"error": {"code": -32602, "message": f"{type(error).__name__}: {error}"}}


def main() -> None:
    """Serve until standard input is closed."""
    for line in sys.stdin.buffer:
        message = json.loads(line)
        # What has no id is a notification, and is not answered.
        if "method" in message and "id" in message:
            reply = {"jsonrpc": "2.0", "id": message["id"], **answer(message)}
            print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
`;
}

function readme(name: string, setup: string, check: string | undefined): string {
  const lines = [
    `# ${name}`,
    '',
    'An MCP server with one tool, `count_words`.',
    '',
    '```bash',
    setup,
    ...(check === undefined ? [] : [check]),
    'hatch validate .',
    '```',
    '',
  ];
  return lines.join('\n');
}
