import { Command, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { collect } from './collect-flag.ts';
import { defaults, targetVersions } from './defaults.ts';
import type { ExitCode } from './failure.ts';
import type { Io } from './io.ts';
import { addLookingVerbs } from './looking-verbs.ts';
import { addMigrate } from './migrate-flags.ts';
import { withCluster, withOperator } from './operator-flags.ts';
import { policiesCommand } from './policies-command.ts';

/** Where a verb leaves its exit code: commander's actions return nothing. */
export interface Outcome {
  code: ExitCode;
  /** The verb ends by itself when it is interrupted, and has to be waited for: it gives back what it holds. */
  endsInOrder?: boolean;
}

/**
 * The command line: names, flags and help. Each verb's code is loaded when the verb runs, so that help is quick.
 */
export function makeProgram(io: Io, outcome: Outcome): Command {
  const program = new Command('capstan')
    .description('Moves an OpenShift cluster from Machine API to Cluster API and back.')
    .usage('VERB [options]')
    .version(packageJson.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [verb]', 'print help on a verb')
    .showHelpAfterError(false)
    .addHelpText('after', topHelp);

  withInputs(program.command('plan'))
    .summary('say what can be converted, what can not, and what to do')
    .description(
      'Says for each MachineSet and Machine what it would become, what is in the way, why, and what to do. Changes nothing.',
    )
    .usage('[-f PATH] [options]')
    .option('--kubeconfig <file>', 'without -f: the kubeconfig of the live cluster to look at')
    .option('--context <name>', 'without -f: the context of the kubeconfig')
    .addOption(
      new Option('-o, --output <format>', 'table or json (the versioned report)')
        .choices(['table', 'json'])
        .default('table'),
    )
    .addHelpText('after', planHelp)
    .action(async (flags) => {
      const { plan } = await import('./commands/plan.ts');
      outcome.code = await plan(flags, io);
    });

  withInputs(program.command('convert'))
    .summary('print the converted objects')
    .description(
      'Prints the objects of the other API, ready to apply beside a live cluster: all come paused or not in authority.',
    )
    .usage('-f PATH [options]')
    .addOption(new Option('-o, --output <format>', 'yaml or json (one List)').choices(['yaml', 'json']).default('yaml'))
    .option('--with-cluster', 'also print the Cluster and the infra cluster, where the inputs have none')
    .option('--report <file>', 'also write the report as JSON')
    .option('-v, --verbose', 'also print what is merely good to know')
    .addHelpText('after', convertHelp)
    .action(async (flags) => {
      const { convert } = await import('./commands/convert.ts');
      outcome.code = await convert(flags, io);
    });

  addLookingVerbs(program, io, outcome);

  withOperator(program.command('operator'))
    .summary('run the controllers that keep both APIs in step')
    .description(
      'Keeps Machine API and Cluster API in step: each Machine and MachineSet has a mirror on the other side. Runs until it is stopped.',
    )
    .addHelpText('after', operatorHelp)
    .action(async (flags) => {
      outcome.endsInOrder = true;
      const { operator } = await import('./commands/operator.ts');
      outcome.code = await operator(flags, io);
    });

  addMigrate(program, io, outcome);

  withCluster(program.command('uninstall'))
    .summary('remove mirrors, marks and finalizers of Capstan from a cluster')
    .description(
      'Removes what Capstan has put into a live cluster: mirrors, finalizers, marks, secrets, policies. Machines keep running, and Machine API has them alone.',
    )
    .option('--dry-run', 'show what would be done, and do nothing')
    .option('-y, --yes', 'do it without asking')
    .addHelpText('after', uninstallHelp)
    .action(async (flags) => {
      outcome.endsInOrder = true;
      const { uninstall } = await import('./commands/uninstall.ts');
      outcome.code = await uninstall(flags, io);
    });

  policiesCommand(program, io, outcome);

  program
    .command('explain')
    .summary('say what becomes of a field, or what a word means')
    .description(
      'Says what becomes of a field on the other side, how, and why; or what an issue code, the reason of a condition, a state or a policy means.',
    )
    .argument(
      '<topic>',
      "a field's path (or the end of one), a kind, an issue code, the reason of a condition, a state, or a policy",
    )
    .addHelpText('after', explainHelp)
    .action(async (topic: string) => {
      const { explain } = await import('./commands/explain.ts');
      outcome.code = await explain(topic, io);
    });

  program
    .command('completion')
    .summary('print a completion script for a shell')
    .description('Prints a script that completes verbs and flags.')
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText('after', completionHelp)
    .action(async (shell: string) => {
      const { completion } = await import('./commands/completion.ts');
      outcome.code = await completion(shell, program, io);
    });

  return program;
}

/** The flags of verbs that read objects from files. */
function withInputs(command: Command): Command {
  return command
    .option('-f, --filename <path>', 'file, directory (a must-gather will do) or - to read; may be repeated', collect)
    .addOption(
      new Option('--to <api>', 'the API to convert to; by default the one that the inputs are not of').choices([
        'cluster-api',
        'machine-api',
      ]),
    )
    .option('--infrastructure <file>', 'where the Infrastructure object is, if not among the inputs')
    .option(
      '--infrastructure-name <name>',
      "the cluster's infrastructure name, where there is no Infrastructure object",
    )
    .option('--region <region>', "the cluster's region, where there is no Infrastructure object and it has one")
    .addOption(
      new Option('--target-capi <version>', 'the Cluster API to convert for; 1.12 has taints')
        .choices(Object.keys(targetVersions))
        .default(defaults.targetCapi),
    )
    .option('--machine-api-namespace <name>', 'where Machine API objects live', defaults.machineApiNamespace)
    .option('--cluster-api-namespace <name>', 'where Cluster API objects live', defaults.clusterApiNamespace);
}

const topHelp = `
Examples:
  # What would become of this cluster's machines?
  oc adm must-gather --dest-dir=must-gather
  capstan plan -f must-gather

  # The Cluster API objects of its MachineSets, paused
  oc get machinesets.machine.openshift.io -A -o yaml > sets.yaml
  oc get infrastructures.config.openshift.io -o yaml > cluster.yaml
  capstan convert -f sets.yaml -f cluster.yaml

  # What becomes of a field?
  capstan explain blockDevices.ebs.kmsKey

Exit codes:
  0    done, with warnings or without
  1    something failed, or the command was used wrongly
  2    something cannot be converted
  130  interrupted

"capstan VERB --help" tells about a verb.`;

const planHelp = `
Examples:
  capstan plan
  capstan plan -f must-gather/
  capstan plan -f machinesets.yaml --infrastructure infrastructure.yaml
  capstan plan -f must-gather/ --target-capi 1.12 -o json

Without -f it looks at the live cluster.
Machines that a ControlPlaneMachineSet owns are ignored.
Ends with exit code 2 where anything is blocked.`;

const convertHelp = `
Examples:
  capstan convert -f must-gather/ > cluster-api.yaml
  capstan convert -f machineset.yaml \\
    --infrastructure-name ocp1-x7k2p --region us-east-1
  capstan convert -f capi-objects.yaml --infrastructure infrastructure.yaml \\
    --to machine-api -o json

Objects with errors are left out and named on stderr, the others are printed.
Ends with exit code 2 where any object was left out because of errors.`;

const operatorHelp = `
Examples:
  capstan operator --kubeconfig ~/.kube/config
  capstan operator --controllers sync --log-level debug

It acts while it holds the Lease machine-api-migration-leader, which the in-tree
controllers hold as well, and while the feature gate MachineAPIMigration is on.
Else it idles, and says why in its log.`;

const uninstallHelp = `
Examples:
  oc scale deployment -n openshift-cluster-api capstan --replicas=0
  capstan uninstall --dry-run
  capstan uninstall

Refuses with exit code 2 while an operator holds the Lease, while anything is
changing hands, and while Cluster API acts on anything. It can be stopped and
run again at any time. To come back, start the operator again.`;

const explainHelp = `
Examples:
  capstan explain spec.template.spec.providerSpec.value.ami.arn
  capstan explain blockDevices
  capstan explain AWSMachine
  capstan explain NodeLabelNotPropagated
  capstan explain AuthoritativeAPIChanged
  capstan explain Migrating
  capstan explain machine-api-machine-vap`;

const completionHelp = `
Examples:
  source <(capstan completion bash)
  source <(capstan completion zsh)
  capstan completion fish | source`;
