// Generated from the folder of known hosts by `npm run generate`. Every host, in the order of their ids.

import type { Host } from './host.ts';
import { fiveIre } from './known/5ire.ts';
import { aider } from './known/aider.ts';
import { amazonQ } from './known/amazon-q.ts';
import { amp } from './known/amp.ts';
import { antigravity } from './known/antigravity.ts';
import { anythingllm } from './known/anythingllm.ts';
import { augment } from './known/augment.ts';
import { boltai } from './known/boltai.ts';
import { chatgptDesktop } from './known/chatgpt-desktop.ts';
import { cherryStudio } from './known/cherry-studio.ts';
import { claudeCode } from './known/claude-code.ts';
import { claudeDesktop } from './known/claude-desktop.ts';
import { cline } from './known/cline.ts';
import { codex } from './known/codex.ts';
import { continueDev } from './known/continue.ts';
import { copilotCli } from './known/copilot-cli.ts';
import { copilotEclipse, copilotJetbrains, copilotXcode } from './known/copilot.ts';
import { crush } from './known/crush.ts';
import { cursor } from './known/cursor.ts';
import { deepagents } from './known/deepagents.ts';
import { devin } from './known/devin.ts';
import { enconvo } from './known/enconvo.ts';
import { factoryDroid } from './known/factory-droid.ts';
import { firebaseStudio } from './known/firebase-studio.ts';
import { firebender } from './known/firebender.ts';
import { forge } from './known/forge.ts';
import { geminiCli } from './known/gemini-cli.ts';
import { goose } from './known/goose.ts';
import { gordon } from './known/gordon.ts';
import { grokCli } from './known/grok-cli.ts';
import { hermes } from './known/hermes.ts';
import { iflow } from './known/iflow.ts';
import { jetbrainsAi } from './known/jetbrains-ai.ts';
import { junie } from './known/junie.ts';
import { kilo } from './known/kilo.ts';
import { kimiCode } from './known/kimi-code.ts';
import { kimi } from './known/kimi.ts';
import { kiro } from './known/kiro.ts';
import { librechat } from './known/librechat.ts';
import { lmStudio } from './known/lm-studio.ts';
import { mcphub } from './known/mcphub.ts';
import { mcporter } from './known/mcporter.ts';
import { mistralVibe } from './known/mistral-vibe.ts';
import { msty } from './known/msty.ts';
import { musecode } from './known/musecode.ts';
import { openclaw } from './known/openclaw.ts';
import { opencode } from './known/opencode.ts';
import { openhands, openhandsToml } from './known/openhands.ts';
import { perplexity } from './known/perplexity.ts';
import { qoderCli } from './known/qoder-cli.ts';
import { qoder } from './known/qoder.ts';
import { qwenCode } from './known/qwen-code.ts';
import { raycast } from './known/raycast.ts';
import { reasonix } from './known/reasonix.ts';
import { rooCode, zooCode } from './known/roo-code.ts';
import { rovoDev } from './known/rovo-dev.ts';
import { sema4 } from './known/sema4.ts';
import { tabnine } from './known/tabnine.ts';
import { takt } from './known/takt.ts';
import { tome } from './known/tome.ts';
import { trae, traeCn } from './known/trae.ts';
import { visualStudio } from './known/visual-studio.ts';
import { vscode, vscodeInsiders, vscodium } from './known/vscode.ts';
import { warp } from './known/warp.ts';
import { windsurf, windsurfJetbrains, windsurfNext } from './known/windsurf.ts';
import { witsy } from './known/witsy.ts';
import { zed } from './known/zed.ts';
import { zencoder } from './known/zencoder.ts';

export const hosts: readonly Host[] = [
  fiveIre,
  aider,
  amazonQ,
  amp,
  antigravity,
  anythingllm,
  augment,
  boltai,
  chatgptDesktop,
  cherryStudio,
  claudeCode,
  claudeDesktop,
  cline,
  codex,
  continueDev,
  copilotCli,
  copilotEclipse,
  copilotJetbrains,
  copilotXcode,
  crush,
  cursor,
  deepagents,
  devin,
  enconvo,
  factoryDroid,
  firebaseStudio,
  firebender,
  forge,
  geminiCli,
  goose,
  gordon,
  grokCli,
  hermes,
  iflow,
  jetbrainsAi,
  junie,
  kilo,
  kimi,
  kimiCode,
  kiro,
  librechat,
  lmStudio,
  mcphub,
  mcporter,
  mistralVibe,
  msty,
  musecode,
  openclaw,
  opencode,
  openhands,
  openhandsToml,
  perplexity,
  qoder,
  qoderCli,
  qwenCode,
  raycast,
  reasonix,
  rooCode,
  rovoDev,
  sema4,
  tabnine,
  takt,
  tome,
  trae,
  traeCn,
  visualStudio,
  vscode,
  vscodeInsiders,
  vscodium,
  warp,
  windsurf,
  windsurfJetbrains,
  windsurfNext,
  witsy,
  zed,
  zencoder,
  zooCode,
];
