// Generated from the folder of known hosts by `npm run generate`. Every host, in the order of their ids.

import type { Host } from './host.ts';
import { antigravity } from './known/antigravity.ts';
import { claudeCode } from './known/claude-code.ts';
import { claudeDesktop } from './known/claude-desktop.ts';
import { cline } from './known/cline.ts';
import { codex } from './known/codex.ts';
import { continueDev } from './known/continue.ts';
import { copilotEclipse, copilotJetbrains, copilotXcode } from './known/copilot.ts';
import { cursor } from './known/cursor.ts';
import { devin } from './known/devin.ts';
import { geminiCli } from './known/gemini-cli.ts';
import { goose } from './known/goose.ts';
import { jetbrainsAi } from './known/jetbrains-ai.ts';
import { junie } from './known/junie.ts';
import { kilo } from './known/kilo.ts';
import { kiro } from './known/kiro.ts';
import { lmStudio } from './known/lm-studio.ts';
import { mistralVibe } from './known/mistral-vibe.ts';
import { opencode } from './known/opencode.ts';
import { rooCode, zooCode } from './known/roo-code.ts';
import { visualStudio } from './known/visual-studio.ts';
import { vscode, vscodeInsiders, vscodium } from './known/vscode.ts';
import { windsurf, windsurfJetbrains, windsurfNext } from './known/windsurf.ts';
import { zed } from './known/zed.ts';

export const hosts: readonly Host[] = [
  antigravity,
  claudeCode,
  claudeDesktop,
  cline,
  codex,
  continueDev,
  copilotEclipse,
  copilotJetbrains,
  copilotXcode,
  cursor,
  devin,
  geminiCli,
  goose,
  jetbrainsAi,
  junie,
  kilo,
  kiro,
  lmStudio,
  mistralVibe,
  opencode,
  rooCode,
  visualStudio,
  vscode,
  vscodeInsiders,
  vscodium,
  windsurf,
  windsurfJetbrains,
  windsurfNext,
  zed,
  zooCode,
];
