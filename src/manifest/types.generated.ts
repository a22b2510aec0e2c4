// Generated from schema/manifest.schema.json by `npm run generate`. Do not edit.

/**
 * What to do where somebody else changed a field that we wrote: put it back, only report it, or leave it alone.
 */
export type OnDrift = 'revert' | 'report' | 'ignore' | null;
/**
 * What to do where a field cannot be written without overwriting something that is not ours: ask (without a terminal: stop), take it over, or keep what is there.
 */
export type OnConflict = 'ask' | 'take' | 'keep' | null;
/**
 * What becomes of a server in a host when the manifest no longer has it: it is deleted, only forgotten, or switched off.
 */
export type OnRemove = 'delete' | 'forget' | 'disable' | null;
/**
 * What to do where a host cannot express a field: stop, leave the field out and warn, or reach a remote server through a local bridge (mcp-remote).
 */
export type OnUnsupported = 'error' | 'warn' | 'bridge' | null;
/**
 * How `${env:…}` reaches a host: in the host's own words, so that no secret is written, or resolved at apply (the file becomes private).
 */
export type References = 'native' | 'inline' | null;
/**
 * Texts for `${var:name}`.
 */
export type Variables = {
  /**
   * A text; may hold references.
   */
  [k: string]: string | null;
} | null;
/**
 * A named set of servers.
 */
export type Environment = {
  /**
   * What the environment is for.
   */
  description?: string | null;
  /**
   * The environment, or the list of them, that this one builds upon. Later wins; objects merge, lists replace, `null` removes.
   */
  extends?: string | string[] | null;
  variables?: Variables;
  /**
   * The servers, by name. `null` removes an inherited one.
   */
  servers?: {
    [k: string]: Server;
  } | null;
} | null;
/**
 * One MCP server: `command` (with args, env, cwd, envFile), `url` (with transport, headers, oauth) or `package` (with `with`, args, env, headers). `null` removes what was inherited.
 */
export type Server = {
  package?: Package;
  with?: With;
  command?: Command;
  args?: Args;
  env?: Env;
  cwd?: Cwd;
  envFile?: EnvFile;
  url?: Url;
  transport?: Transport;
  headers?: Headers;
  oauth?: Oauth;
  enabled?: Enabled;
  timeout?: Timeout;
  startupTimeout?: StartupTimeout;
  tools?: Tools;
  description?: Description;
  platforms?: Platforms;
  hosts?: Hosts;
  onDrift?: OnDrift;
  onConflict?: OnConflict;
  onRemove?: OnRemove;
  onUnsupported?: OnUnsupported;
  references?: References;
  /**
   * Never prune, park or take over this server.
   */
  protect?: boolean | null;
  /**
   * JSON pointers into this server whose values are no secrets although they look like some.
   */
  public?: string[] | null;
} | null;
/**
 * The package that is the server; `hatch package add` writes it. A name in a registry (`io.github.acme/weather@^1.4`), `npm:…`, `pypi:…`, `oci:…`, `mcpb:…`, or a folder (`./weather`). Anything but one exact version is pinned in hatch.mcp.lock.yaml. Excludes `command` and `url`. What stands beside it lies over the package: `env` and `headers` merge, `args` stand in for the package's default arguments behind those it fixes itself.
 */
export type Package = string | null;
/**
 * Values that the package asks for, by the names that `hatch package show` lists. `null` removes an inherited one.
 */
export type With = {
  /**
   * May hold references. Quote numbers and booleans. A list where the package takes several.
   */
  [k: string]: string | string[] | null;
} | null;
/**
 * The program that is the server (stdio). Excludes `url`.
 */
export type Command = string | null;
/**
 * Arguments of the command, each a text.
 */
export type Args = string[] | null;
/**
 * Variables for the command. Values are texts: quote numbers and booleans. `null` removes an inherited one.
 */
export type Env = {
  /**
   * May hold references: `${env:NAME}`, `${var:name}`, `${home}`, `${manifestDir}`, `${file:path}`.
   */
  [k: string]: string | null;
} | null;
/**
 * The folder in which the command runs.
 */
export type Cwd = string | null;
/**
 * A file with variables for the command.
 */
export type EnvFile = string | null;
/**
 * Address of a remote server. Excludes `command`.
 */
export type Url = string | null;
/**
 * How the server is reached: `stdio` goes with `command`; `http` (the default for `url`), `sse` and `ws` with `url`.
 */
export type Transport = 'stdio' | 'http' | 'sse' | 'ws' | null;
/**
 * HTTP headers for a remote server. `null` removes an inherited one.
 */
export type Headers = {
  /**
   * May hold references, e.g. `Bearer ${env:GITHUB_TOKEN}`.
   */
  [k: string]: string | null;
} | null;
/**
 * OAuth client of a remote server, where it cannot register itself.
 */
export type Oauth = {
  /**
   * The id of the client that was registered with the server.
   */
  clientId?: string | null;
  /**
   * Better a reference than the secret itself.
   */
  clientSecret?: string | null;
  /**
   * The scopes to ask for.
   */
  scopes?: string[] | null;
} | null;
/**
 * Whether the host starts the server. Absent means yes.
 */
export type Enabled = boolean | null;
/**
 * How long a tool call may take.
 */
export type Timeout = string | null;
/**
 * How long the server may take to start.
 */
export type StartupTimeout = string | null;
/**
 * Which tools of the server the host may use.
 */
export type Tools = {
  /**
   * Only these tools.
   */
  allow?: string[] | null;
  /**
   * Not these tools.
   */
  deny?: string[] | null;
  /**
   * Tools that may be called without a question.
   */
  autoApprove?: string[] | null;
} | null;
/**
 * For people; some hosts show it.
 */
export type Description = string | null;
/**
 * What is different on one operating system.
 */
export type Platforms = {
  darwin?: PlatformServer;
  linux?: PlatformServer;
  win32?: PlatformServer;
} | null;
/**
 * What is different on this system; merged over the server.
 */
export type PlatformServer = {
  command?: Command;
  args?: Args;
  env?: Env;
  cwd?: Cwd;
  envFile?: EnvFile;
  url?: Url;
  transport?: Transport;
  headers?: Headers;
  oauth?: Oauth;
  enabled?: Enabled;
  timeout?: Timeout;
  startupTimeout?: StartupTimeout;
  tools?: Tools;
  description?: Description;
} | null;
/**
 * Raw fields for one host, by its id, in its own words and passed through as they are; they win.
 */
export type Hosts = {
  /**
   * Fields in the host's own words.
   */
  [k: string]: {} | null;
} | null;
/**
 * One place where a host keeps its servers.
 */
export type Target = {
  /**
   * Id of the host; the target's own name if absent.
   */
  type?: string | null;
  /**
   * The user's settings, or those of a project.
   */
  scope?: 'user' | 'project' | null;
  /**
   * A file instead of the host's own. Relative to the manifest; may begin with `~`.
   */
  path?: string | null;
  /**
   * Another home directory.
   */
  home?: string | null;
  /**
   * The project folder for `scope: project`; the manifest's folder if absent.
   */
  project?: string | null;
  onDrift?: OnDrift;
  onConflict?: OnConflict;
  onRemove?: OnRemove;
  onUnsupported?: OnUnsupported;
  references?: References;
  /**
   * Every server of that place is this manifest's: others are removed.
   */
  exclusive?: boolean | null;
  /**
   * Write through the file instead of replacing it. Not atomic.
   */
  inPlace?: boolean | null;
  /**
   * Create the file even where the host is not on this machine.
   */
  create?: boolean | null;
} | null;

/**
 * Which MCP servers go to which hosts (hatch.mcp.yaml).
 */
export interface WrittenManifest {
  /**
   * Address of this schema, for editors of JSON.
   */
  $schema?: string;
  /**
   * Version of this format.
   */
  version: 1;
  /**
   * The owner of what is applied. Keep it: the records of what was written go by it.
   */
  name: string;
  /**
   * The environment that is used unless another is chosen.
   */
  environment?: string | null;
  /**
   * Policies for every target and server that has none of its own.
   */
  defaults?: {
    onDrift?: OnDrift;
    onConflict?: OnConflict;
    onRemove?: OnRemove;
    onUnsupported?: OnUnsupported;
    references?: References;
  } | null;
  variables?: Variables;
  /**
   * Named sets of servers.
   */
  environments?: {
    [k: string]: Environment;
  } | null;
  /**
   * Places where hosts keep their servers, by a name of yours. A known host id needs no declaration, but `all` means the declared ones.
   */
  targets?: {
    [k: string]: Target;
  } | null;
  /**
   * Names for lists of targets.
   */
  groups?: {
    /**
     * Targets or host ids.
     */
    [k: string]: string[] | null;
  } | null;
  /**
   * What goes where. Without rules: the current environment to all declared targets.
   *
   * @minItems 1
   */
  rules?: Rule[] | null;
  /**
   * Where names of packages are looked up, the first that knows one answers: addresses that speak the API of the MCP registry, or folders of server.json files. HATCH_REGISTRY stands in for all of them.
   *
   * @minItems 1
   */
  registries?: string[] | null;
  /**
   * Servers that were renamed, so that hosts rename theirs instead of losing what belongs to it.
   */
  moved?: Move[] | null;
}
/**
 * What goes where. All that is given must hold.
 */
export interface Rule {
  /**
   * Where the servers come from; the current environment if absent. Excludes `target`.
   */
  environment?: string;
  /**
   * Copy from what this target's file holds. Excludes `environment`.
   */
  target?: string;
  /**
   * Targets, host ids, groups, or `all` (every declared target).
   *
   * @minItems 1
   */
  to: string | string[];
  /**
   * Regular expressions; a name that one of them matches is taken. They match anywhere: use `^…$` to anchor.
   *
   * @minItems 1
   */
  include?: string | string[];
  /**
   * Regular expressions; a name that one of them matches is left out.
   *
   * @minItems 1
   */
  exclude?: string | string[];
  /**
   * Exact names.
   *
   * @minItems 1
   */
  servers?: string | string[];
  /**
   * With `target`: also remove what is gone from the source.
   */
  mirror?: boolean;
}
/**
 * A server that was renamed.
 */
export interface Move {
  /**
   * The old name.
   */
  from: string;
  /**
   * The new name.
   */
  to: string;
}
