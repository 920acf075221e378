import type { KubeObject } from '@capstan/kube';
import { kubeconfigText, tokenIn } from './kubeconfig-text.ts';
import { hasLabel } from './our-secret.ts';
import { dataOf, decode, isOurs } from './secrets.ts';
import { claimsOf, halfLifeOf } from './token.ts';

/** What is known before anything is decided about the kubeconfig. */
export interface KubeconfigView {
  readonly clusterName: string;
  readonly secret: KubeObject | undefined;
  readonly serviceAccount: KubeObject | undefined;
  /** Where the API server is; undefined while the Infrastructure object does not say it. */
  readonly server: string | undefined;
  readonly certificateAuthority: string | undefined;
  readonly now: Date;
}

/** What to do about it. */
export type KubeconfigPlan =
  /** Somebody else made it. */
  | { readonly kind: 'leave' }
  | { readonly kind: 'noServer' }
  | { readonly kind: 'noServiceAccount' }
  | { readonly kind: 'keep'; readonly renewAt: Date }
  | { readonly kind: 'renew'; readonly server: string };

/** Written anew with a new token where it is not there, says something old, or half of its token's life is over. */
export function decideKubeconfig(view: KubeconfigView): KubeconfigPlan {
  const { secret, serviceAccount, server, clusterName, certificateAuthority, now } = view;
  if (secret !== undefined && !isOurs(secret)) return { kind: 'leave' };
  if (server === undefined) return { kind: 'noServer' };
  if (serviceAccount === undefined) return { kind: 'noServiceAccount' };
  const text = decode(dataOf(secret, 'value') ?? '');
  const token = tokenIn(text) ?? '';
  const claims = claimsOf(token);
  const renew = { kind: 'renew', server } as const;
  if (claims === undefined || claims.serviceAccountUid !== serviceAccount.metadata.uid) return renew;
  if (secret !== undefined && !hasLabel(secret, clusterName)) return renew;
  if (text !== kubeconfigText({ server, certificateAuthority, token }, clusterName)) return renew;
  const renewAt = halfLifeOf(claims);
  return renewAt > now ? { kind: 'keep', renewAt } : renew;
}
