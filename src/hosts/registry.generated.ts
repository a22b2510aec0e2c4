// Generated from the folder of known hosts by `npm run generate`. Every host, in the order of their ids.

import type { Host } from './host.ts';
import { claudeCode } from './known/claude-code.ts';
import { claudeDesktop } from './known/claude-desktop.ts';
import { codex } from './known/codex.ts';
import { continueDev } from './known/continue.ts';
import { cursor } from './known/cursor.ts';
import { goose } from './known/goose.ts';
import { mistralVibe } from './known/mistral-vibe.ts';
import { opencode } from './known/opencode.ts';
import { vscode, vscodeInsiders, vscodium } from './known/vscode.ts';
import { zed } from './known/zed.ts';

export const hosts: readonly Host[] = [
  claudeCode,
  claudeDesktop,
  codex,
  continueDev,
  cursor,
  goose,
  mistralVibe,
  opencode,
  vscode,
  vscodeInsiders,
  vscodium,
  zed,
];
