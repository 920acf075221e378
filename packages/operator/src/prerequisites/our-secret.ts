import type { KubeObject } from '@capstan/kube';
import { annotations, clusterApiSecretType, clusterNameLabel, maker } from '../names.ts';

/** A secret to be made. */
export interface NewSecret {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
}

/** A secret of ours for Cluster API, which finds it by its label. */
export function newSecret(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  clusterName: string,
  data: Readonly<Record<string, string>>,
  marks: Readonly<Record<string, string>> = {},
): NewSecret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      labels: { [clusterNameLabel]: clusterName },
      annotations: { [annotations.madeBy]: maker, ...marks },
    },
    type: clusterApiSecretType,
    data,
  };
}

/** What brings a secret of ours up to date, if it is still the one that was read. */
export function secretPatch(
  { metadata: { resourceVersion } }: KubeObject,
  clusterName: string,
  data: Readonly<Record<string, string>>,
  marks: Readonly<Record<string, string>> = {},
): object {
  return { metadata: { resourceVersion, labels: { [clusterNameLabel]: clusterName }, annotations: marks }, data };
}

/** Whether Cluster API finds a secret: its core manager reads none without the label. */
export function hasLabel({ metadata }: KubeObject, clusterName: string): boolean {
  return metadata.labels?.[clusterNameLabel] === clusterName;
}
