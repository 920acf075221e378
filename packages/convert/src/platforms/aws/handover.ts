import { type Handover, whereListed } from '../../handover/handover.ts';

/** Both controllers find a running instance by its id, so machines change hands as they are. */
export const awsHandover: Handover = {
  evidence: 'proven',
  sync: { allowed: true },
  facts: [
    {
      name: 'instance-id-known',
      effect: 'needs',
      of: 'running',
      message: 'CAPA adopts an instance by the provider id of its Machine; without one it would make another',
      hint: 'Wait until the Machine has spec.providerID.',
    },
    {
      name: 'control-plane-label',
      effect: 'needs',
      of: 'new',
      target: 'cluster-api',
      cause: whereListed('loadBalancers'),
      message:
        'CAPA registers an instance with load balancers only if its Machine has the label cluster.x-k8s.io/control-plane',
      hint: 'Put the label on the Machine before its instance is made.',
    },
  ],
};
