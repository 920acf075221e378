import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  createClient,
  createLogger,
  createMetrics,
  type LogLevel,
  type ProbeServer,
  serveProbes,
  systemClock,
} from '@capstan/kube';
import {
  type Capability,
  capabilities,
  type OperatorSettings,
  type OperatorState,
  parseFeatureGatesFlag,
  readyProbes,
  runOperator,
} from '@capstan/operator';
import packageJson from '../../package.json' with { type: 'json' };
import { type ClusterFlags, connect } from '../connect.ts';
import { type ExitCode, exitCodes, Failure } from '../failure.ts';
import { quote } from '../input/quote.ts';
import type { Io } from '../io.ts';

/** The flags of `capstan operator`; times in milliseconds. */
export interface OperatorFlags extends ClusterFlags {
  readonly controllers: string;
  readonly featureGates?: string;
  readonly leaderElect: boolean;
  readonly leaseDuration: number;
  readonly renewDeadline: number;
  readonly retryPeriod: number;
  readonly machineWorkers: number;
  readonly machineSetWorkers: number;
  readonly healthAddr: string;
  readonly metricsBindAddress: string;
  readonly logLevel: LogLevel;
}

/** How often gates, namespaces and schemas are looked at. */
const standingMs = 30_000;

/** `capstan operator`: runs the controllers until it is told to stop. */
export async function operator(flags: OperatorFlags, io: Io): Promise<ExitCode> {
  const settings = settingsOf(flags);
  const addresses = {
    health: addressOf('--health-addr', flags.healthAddr),
    metrics: addressOf('--metrics-bind-address', flags.metricsBindAddress),
  };
  const config = await connect(flags);
  const log = createLogger({ level: flags.logLevel });
  const metrics = createMetrics();
  const client = createClient(config.endpoint, {
    userAgent: `capstan/${packageJson.version}`,
    onAnswer: metrics.requested,
  });
  const instance = process.env['POD_NAME'] ?? hostname();
  const state: OperatorState = { standing: undefined, holder: '', isLeader: false, isActing: false };
  const servers = await serve(addresses, state, metrics);
  log.info({ version: packageJson.version, server: config.endpoint.url, namespaces: settings.namespaces }, 'starting');
  try {
    await runOperator(
      {
        client,
        clock: systemClock,
        random: Math.random,
        log,
        metrics,
        instance,
        certificateAuthority: config.endpoint.ca,
        settings,
        identity: `${instance}_${randomUUID()}`,
        state,
      },
      io.signal,
    );
    log.info({}, 'stopped');
    return exitCodes.done;
  } finally {
    await Promise.all(servers.map((server) => server.close()));
    await client.close();
  }
}

function settingsOf(flags: OperatorFlags): OperatorSettings {
  const gates = parseFeatureGatesFlag(flags.featureGates ?? '');
  if (flags.featureGates !== undefined && !gates.ok) throw new Failure(gates.message, gates.hint);
  const { leaseDuration: durationMs, renewDeadline: renewDeadlineMs, retryPeriod: retryMs } = flags;
  if (!(retryMs < renewDeadlineMs && renewDeadlineMs < durationMs)) {
    throw new Failure(
      'the times of the Lease do not fit: a Lease is renewed several times before its deadline, which is before its end',
      'Keep --retry-period < --renew-deadline < --lease-duration.',
    );
  }
  return {
    namespaces: { machineApi: flags.machineApiNamespace, clusterApi: flags.clusterApiNamespace },
    controllers: controllersOf(flags.controllers),
    featureGates: flags.featureGates !== undefined && gates.ok ? gates.gates : new Map(),
    lease: flags.leaderElect ? { durationMs, renewDeadlineMs, retryMs } : undefined,
    workers: { machines: flags.machineWorkers, machineSets: flags.machineSetWorkers },
    standingMs,
  };
}

function controllersOf(text: string): ReadonlySet<Capability> {
  const found = new Set<Capability>();
  for (const name of text.split(',').map((each) => each.trim())) {
    const known = capabilities.find((capability) => capability === name);
    if (known === undefined) {
      throw new Failure(`--controllers names ${quote(name)}, which is none`, `Use some of ${capabilities.join(', ')}.`);
    }
    found.add(known);
  }
  return found;
}

interface Address {
  readonly host?: string;
  readonly port: number;
}

/** Health and metrics, on one server where they have one address. */
async function serve(
  { health, metrics }: { readonly health: Address | undefined; readonly metrics: Address | undefined },
  state: OperatorState,
  { registry }: ReturnType<typeof createMetrics>,
): Promise<ProbeServer[]> {
  const probes = { healthz: { ping: () => undefined }, readyz: readyProbes(state) };
  const isOne = health?.port === metrics?.port && health?.host === metrics?.host;
  const servers: ProbeServer[] = [];
  try {
    if (health !== undefined) {
      servers.push(await listen('--health-addr', { ...health, ...probes, ...(isOne && { registry }) }));
    }
    if (metrics !== undefined && !isOne) {
      servers.push(await listen('--metrics-bind-address', { ...metrics, healthz: {}, readyz: {}, registry }));
    }
    return servers;
  } catch (error) {
    await Promise.all(servers.map((server) => server.close()));
    throw error;
  }
}

async function listen(flag: string, what: Parameters<typeof serveProbes>[0]): Promise<ProbeServer> {
  try {
    return await serveProbes(what);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `${flag} ${what.host ?? ''}:${what.port} cannot be listened on: ${reason}`;
    throw new Failure(message, 'Name another, or 0 for nowhere.', { cause });
  }
}

/** `:8080`, `127.0.0.1:8080`, `[::1]:8080`; undefined for `0`. */
function addressOf(flag: string, text: string): Address | undefined {
  if (text === '0' || text === '') return undefined;
  const [, host = '', port] =
    /^(?:\[([0-9a-fA-F:]+)\]|([^:]*)):(\d{1,5})$/.exec(text)?.filter((each) => each !== undefined) ?? [];
  if (port === undefined || Number(port) > 65_535) {
    throw new Failure(`${flag} is ${quote(text)}, which is no address`, 'Write it as :9440 or 127.0.0.1:9440.');
  }
  return { port: Number(port), ...(host !== '' && { host }) };
}
