// Every host that is known, in the order of their ids.

import { claudeCode } from './claude-code.ts';
import { claudeDesktop } from './claude-desktop.ts';
import { codex } from './codex.ts';
import { continueDev } from './continue.ts';
import { cursor } from './cursor.ts';
import { goose } from './goose.ts';
import type { Host } from './host.ts';
import { mistralVibe } from './mistral-vibe.ts';
import { opencode } from './opencode.ts';
import { vscode, vscodeInsiders, vscodium } from './vscode.ts';
import { zed } from './zed.ts';

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
