// Generated from the folder of known hosts by `npm run generate`. Every host, in the order of their ids.

import type { Host } from './host.ts';
import { fiveIre } from './known/5ire.ts';
import { antigravity } from './known/antigravity.ts';
import { anythingllm } from './known/anythingllm.ts';
import { boltai } from './known/boltai.ts';
import { claudeCode } from './known/claude-code.ts';
import { claudeDesktop } from './known/claude-desktop.ts';
import { cline } from './known/cline.ts';
import { codex } from './known/codex.ts';
import { continueDev } from './known/continue.ts';
import { copilotEclipse, copilotJetbrains, copilotXcode } from './known/copilot.ts';
import { cursor } from './known/cursor.ts';
import { devin } from './known/devin.ts';
import { enconvo } from './known/enconvo.ts';
import { geminiCli } from './known/gemini-cli.ts';
import { goose } from './known/goose.ts';
import { jetbrainsAi } from './known/jetbrains-ai.ts';
import { junie } from './known/junie.ts';
import { kilo } from './known/kilo.ts';
import { kiro } from './known/kiro.ts';
import { librechat } from './known/librechat.ts';
import { lmStudio } from './known/lm-studio.ts';
import { mcphub } from './known/mcphub.ts';
import { mcporter } from './known/mcporter.ts';
import { mistralVibe } from './known/mistral-vibe.ts';
import { opencode } from './known/opencode.ts';
import { rooCode, zooCode } from './known/roo-code.ts';
import { sema4 } from './known/sema4.ts';
import { tome } from './known/tome.ts';
import { visualStudio } from './known/visual-studio.ts';
import { vscode, vscodeInsiders, vscodium } from './known/vscode.ts';
import { windsurf, windsurfJetbrains, windsurfNext } from './known/windsurf.ts';
import { witsy } from './known/witsy.ts';
import { zed } from './known/zed.ts';

export const hosts: readonly Host[] = [
  fiveIre,
  antigravity,
  anythingllm,
  boltai,
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
  enconvo,
  geminiCli,
  goose,
  jetbrainsAi,
  junie,
  kilo,
  kiro,
  librechat,
  lmStudio,
  mcphub,
  mcporter,
  mistralVibe,
  opencode,
  rooCode,
  sema4,
  tome,
  visualStudio,
  vscode,
  vscodeInsiders,
  vscodium,
  windsurf,
  windsurfJetbrains,
  windsurfNext,
  witsy,
  zed,
  zooCode,
];
