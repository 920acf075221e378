import type { Problem, Scope } from '../../mapping/issue.ts';
import { isObject } from '../../mapping/json.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { FieldDoc } from '../../mapping/row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { GCPFacts } from './facts.ts';

interface Nic {
  network?: string | undefined;
  projectID?: string | undefined;
  publicIP?: boolean | undefined;
  subnetwork?: string | undefined;
}

interface MapiSlots {
  nics?: Nic[] | undefined;
}

interface CapiSlots {
  subnet?: string | undefined;
  publicIP?: boolean | undefined;
}

type Context = RowContext<GCPFacts>;

/**
 * The one network interface that a GCPMachine has. The subnet is the machine's; the network and the project that it is
 * in are the GCPCluster's. Both are carried all the same, so that a mirror can come back without a GCPCluster at hand.
 */
export function networkInterface(): Codec<MapiSlots, CapiSlots, Context> {
  return {
    rule: "one interface; its network is the GCPCluster's",
    samples: {
      mapi: [
        { nics: [{ network: 'ocp1-x7k2p-network', subnetwork: 'ocp1-x7k2p-worker-subnet' }] },
        { nics: [{ network: 'ocp1-x7k2p-network', subnetwork: 'gpu', publicIP: true, projectID: '' }] },
      ],
      capi: [{ subnet: 'ocp1-x7k2p-worker-subnet', publicIP: false }, { subnet: 'gpu' }],
      required: true,
    },

    toCapi(found, scope) {
      const nics = found?.nics ?? [];
      const [nic = {}] = nics;
      if (nics.length !== 1) {
        scope.at('nics').report({
          code: 'NotSupported',
          value: nics,
          message: 'a GCPMachine has exactly one network interface',
          hint: 'List one network interface, or keep these machines on Machine API.',
        });
        return {};
      }
      const at = scope.at('nics', 0);
      checkNetwork(nic, at);
      if (!nic.subnetwork) at.at('subnetwork').report(subnetMissing);
      return { subnet: nic.subnetwork || undefined, publicIP: nic.publicIP };
    },

    toMapi(found, scope) {
      const { subnet, publicIP } = found ?? {};
      const { network, hostProject } = scope.context.platform;
      if (!subnet) scope.at('subnet').report(subnetMissing);
      if (network === undefined) scope.report(networkUnknown);
      return {
        nics: [
          {
            network,
            subnetwork: subnet || undefined,
            ...(hostProject !== undefined && { projectID: hostProject }),
            ...(publicIP !== undefined && { publicIP }),
          },
        ],
      };
    },

    canonCapi: (found) => ({ subnet: found?.subnet, publicIP: found?.publicIP || undefined }),

    residues: {
      toCapi: {
        keep(found) {
          const { network, projectID } = found?.nics?.[0] ?? {};
          return network === undefined ? undefined : { network, ...(projectID !== undefined && { projectID }) };
        },
        restore(kept, target, scope) {
          const { network, projectID } = isObject(kept) ? kept : {};
          if (
            typeof network !== 'string' ||
            network === '' ||
            (projectID !== undefined && typeof projectID !== 'string')
          ) {
            scope.report(invalid);
            return undefined;
          }
          const nic: Nic = { network, ...(projectID !== undefined && { projectID }), subnetwork: target?.subnet };
          // A control plane machine says less of where this one is than what was carried.
          if (scope.context.platform.saidBy === 'GCPCluster') checkNetwork(nic, scope);
          if (!target?.subnet) scope.at('subnet').report(subnetMissing);
          return { nics: [{ ...nic, ...(target?.publicIP !== undefined && { publicIP: target.publicIP }) }] };
        },
      },
      toMapi: {
        keep: () => undefined,
        restore(_, __, scope) {
          scope.report(invalid);
          return undefined;
        },
      },
    },
  };
}

/** Reports a network that is not the GCPCluster's, or that is in another project. */
function checkNetwork({ network, projectID }: Nic, scope: Scope<Context>): void {
  const { platform } = scope.context;
  if (!network) {
    scope.at('network').report({
      code: 'Required',
      message: 'no network is named',
      hint: 'Name the network of the cluster.',
    });
    return;
  }
  const whose = platform.saidBy;
  if (platform.network === undefined) {
    scope.at('network').report(notChecked('network of the GCPCluster', network));
    if (projectID && projectID !== platform.projectID)
      scope.at('projectID').report(notChecked("project of the GCPCluster's network", projectID));
    return;
  }
  if (network !== platform.network)
    scope.at('network').report(differs(`the ${whose}'s network`, platform.network, network));
  const project = projectID || platform.projectID;
  const wanted = platform.hostProject ?? platform.projectID;
  if (project !== wanted)
    scope.at('projectID').report(differs(`the project of the ${whose}'s network`, wanted, project));
}

function notChecked(noun: string, value: string): Problem {
  return {
    code: 'NotChecked',
    severity: 'warning',
    value,
    message: `must be the ${noun}, which is not part of the input`,
    hint: 'Add the GCPCluster to the input, or check the value.',
  };
}

function differs(noun: string, wanted: string | undefined, value: string | undefined): Problem {
  return {
    code: 'DifferentFromCluster',
    ...(value !== undefined && { value }),
    message: `must equal ${noun}, which is ${JSON.stringify(wanted ?? '')}`,
    hint: 'All machines of a GCPCluster are in its network. Correct the value, or keep these machines on Machine API.',
  };
}

const subnetMissing: Problem = {
  code: 'Required',
  message: 'no subnet is named; Cluster API would take any subnet of the network, Machine API refuses the machine',
  hint: 'Name the subnet.',
};

const networkUnknown: Problem = {
  code: 'Required',
  message: "the machine's network is the GCPCluster's, which is not part of the input",
  hint: 'Add the GCPCluster to the input.',
};

const invalid: Problem = {
  code: 'CarriedInvalid',
  message: 'not the network of an interface',
  hint: 'Restore the annotation.',
};

/** What documentation says of it. */
export const networkInterfaceFields: readonly FieldDoc[] = [
  {
    mapi: 'networkInterfaces[].network',
    outcome: 'compared',
    rule: "must equal the GCPCluster's network",
    doc: 'Exactly one interface. Carried as well, so that a mirror can come back without the GCPCluster.',
    hint: 'Correct the network, or keep these machines on Machine API.',
  },
  {
    mapi: 'networkInterfaces[].projectID',
    outcome: 'compared',
    rule: "must equal the GCPCluster's host project, or where it has none its project",
    doc: 'The project of a shared VPC; absent is the project of the machine.',
  },
  { mapi: 'networkInterfaces[].subnetwork', capi: 'subnet', outcome: 'mapped', rule: 'the same value' },
  {
    mapi: 'networkInterfaces[].publicIP',
    capi: 'publicIP',
    outcome: 'mapped',
    rule: 'the same value',
    equal: 'false = absent',
  },
];
