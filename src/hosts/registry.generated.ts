// Generated from the folder of known hosts by `npm run generate`. Every host, in the order of their ids.

import type { Host } from './host.ts';
import { amp } from './known/amp.ts';
import { antigravity } from './known/antigravity.ts';
import { claudeCode } from './known/claude-code.ts';
import { claudeDesktop } from './known/claude-desktop.ts';
import { cline } from './known/cline.ts';
import { codex } from './known/codex.ts';
import { continueDev } from './known/continue.ts';
import { copilotCli } from './known/copilot-cli.ts';
import { copilotEclipse, copilotJetbrains, copilotXcode } from './known/copilot.ts';
import { cursor } from './known/cursor.ts';
import { devin } from './known/devin.ts';
import { factoryDroid } from './known/factory-droid.ts';
import { geminiCli } from './known/gemini-cli.ts';
import { goose } from './known/goose.ts';
import { jetbrainsAi } from './known/jetbrains-ai.ts';
import { junie } from './known/junie.ts';
import { kilo } from './known/kilo.ts';
import { kiro } from './known/kiro.ts';
import { lmStudio } from './known/lm-studio.ts';
import { mistralVibe } from './known/mistral-vibe.ts';
import { opencode } from './known/opencode.ts';
import { qwenCode } from './known/qwen-code.ts';
import { rooCode, zooCode } from './known/roo-code.ts';
import { visualStudio } from './known/visual-studio.ts';
import { vscode, vscodeInsiders, vscodium } from './known/vscode.ts';
import { warp } from './known/warp.ts';
import { windsurf, windsurfJetbrains, windsurfNext } from './known/windsurf.ts';
import { zed } from './known/zed.ts';

export const hosts: readonly Host[] = [
  amp,
  antigravity,
  claudeCode,
  claudeDesktop,
  cline,
  codex,
  continueDev,
  copilotCli,
  copilotEclipse,
  copilotJetbrains,
  copilotXcode,
  cursor,
  devin,
  factoryDroid,
  geminiCli,
  goose,
  jetbrainsAi,
  junie,
  kilo,
  kiro,
  lmStudio,
  mistralVibe,
  opencode,
  qwenCode,
  rooCode,
  visualStudio,
  vscode,
  vscodeInsiders,
  vscodium,
  warp,
  windsurf,
  windsurfJetbrains,
  windsurfNext,
  zed,
  zooCode,
];
