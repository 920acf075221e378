import { type Handover, whereListed } from '../../handover/handover.ts';

/** Both controllers find a running instance by its name, so machines change hands as they are where that is unchanged. */
export const powervsHandover: Handover = {
  evidence: 'unproven',
  sync: { allowed: true },
  facts: [
    {
      name: 'instance-found-by-name',
      effect: 'needs',
      of: 'running',
      target: 'cluster-api',
      message:
        'CAPIBM takes over the instance of its workspace that has the name of the Machine; one that was renamed or moved it would make a second time',
      hint: 'See that the workspace has exactly one instance of this name.',
    },
    {
      name: 'instance-id-in-status',
      effect: 'needs',
      of: 'running',
      target: 'machine-api',
      message:
        'Machine API finds an instance by status.providerStatus.instanceId, else by its name; without either it would make another',
      hint: 'See that the instance has the name of the Machine, or that its id is in the status.',
    },
    {
      name: 'load-balancer-pools',
      effect: 'loses',
      of: 'both',
      target: 'cluster-api',
      cause: whereListed('loadBalancers'),
      message: 'CAPIBM leaves the address of a deleted machine in the pools of its load balancers',
      hint: 'Remove the member from the pools by hand after deleting a control plane machine.',
    },
  ],
};
