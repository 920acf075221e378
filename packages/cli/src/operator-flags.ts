import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { defaults } from './defaults.ts';

/** The flags of verbs that talk to a cluster. */
export function withCluster(command: Command): Command {
  return command
    .option(
      '--kubeconfig <file>',
      "the kubeconfig to use; by default $KUBECONFIG, ~/.kube/config, or the pod's account",
    )
    .option('--context <name>', 'the context of the kubeconfig; by default its current one')
    .option('--machine-api-namespace <name>', 'where Machine API objects live', defaults.machineApiNamespace)
    .option('--cluster-api-namespace <name>', 'where Cluster API objects live', defaults.clusterApiNamespace);
}

/** The flags of `capstan operator`. Their defaults are those of the in-tree controllers, where these have them. */
export function withOperator(command: Command): Command {
  return withCluster(command)
    .option(
      '--controllers <list>',
      'what to do, by commas: prerequisites, sync, migration, policies',
      'prerequisites,sync,migration,policies',
    )
    .option('--feature-gates <list>', 'NAME=true|false by commas; replaces what the cluster says of that gate')
    .option(
      '--no-leader-elect',
      'act without the Lease: only where nothing else acts, the in-tree controllers included',
    )
    .addOption(seconds('--lease-duration <time>', 'how long the Lease is held without being renewed', '137s'))
    .addOption(seconds('--renew-deadline <time>', 'how long to try to renew it before acting stops', '107s'))
    .addOption(seconds('--retry-period <time>', 'how often to renew it, or to ask for it', '26s'))
    .addOption(count('--machine-workers <n>', 'how many Machines at a time', 12))
    .addOption(count('--machine-set-workers <n>', 'how many MachineSets at a time', 4))
    .option('--health-addr <address>', 'where /healthz and /readyz are served; 0 for nowhere', ':9440')
    .option('--metrics-bind-address <address>', 'where /metrics is served; 0 for nowhere', '127.0.0.1:8080')
    .addOption(
      new Option('--log-level <level>', 'how much is logged, as JSON lines on stderr')
        .choices(['debug', 'info', 'warn', 'error'])
        .default('info'),
    );
}

function count(flag: string, text: string, value: number): Option {
  return new Option(flag, text).default(value).argParser((given) => {
    if (!/^[1-9]\d{0,2}$/.test(given)) throw new InvalidArgumentError('It must be a number from 1 to 999.');
    return Number(given);
  });
}

/** Times as Kubernetes' flags have them: 137s, 2m, 1m30s, 500ms. The value is milliseconds. */
export function seconds(flag: string, text: string, value: string): Option {
  return new Option(flag, text).default(milliseconds(value), value).argParser((given) => {
    const parsed = milliseconds(given);
    if (parsed === undefined || parsed <= 0) throw new InvalidArgumentError('It must be a time such as 137s or 2m.');
    return parsed;
  });
}

function milliseconds(text: string): number | undefined {
  const [whole, minutes = '0', secs = '0', ms = '0'] =
    /^(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?$/.exec(text) ?? [];
  if (whole === undefined || whole === '') return undefined;
  return Number(minutes) * 60_000 + Number(secs) * 1000 + Number(ms);
}
