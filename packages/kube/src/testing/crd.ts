import { isKubeObject, isRecord, type KubeObject } from '../client/object.ts';

/** One version of a CRD; its schema is left unparsed. */
export interface CrdVersion {
  name: string;
  served: boolean;
  storage: boolean;
  [field: string]: unknown;
}

/** A CustomResourceDefinition, as far as it is used here. */
export interface Crd extends KubeObject {
  spec: {
    group: string;
    scope: 'Namespaced' | 'Cluster';
    names: { kind: string; plural: string; [field: string]: unknown };
    versions: CrdVersion[];
    [field: string]: unknown;
  };
}

/** The CRD, or an error that says `from` where the value came that isn't one. */
export function parseCrd(value: unknown, from: string): Crd {
  if (isCrd(value)) return value;
  throw new TypeError(`${from}: not a CustomResourceDefinition`);
}

function isCrd(value: unknown): value is Crd {
  if (!isKubeObject(value) || value.kind !== 'CustomResourceDefinition') return false;
  if (value.apiVersion !== 'apiextensions.k8s.io/v1' || !isRecord(value['spec'])) return false;
  const { group, scope, names, versions } = value['spec'];
  return (
    typeof group === 'string' &&
    (scope === 'Namespaced' || scope === 'Cluster') &&
    isRecord(names) &&
    typeof names['kind'] === 'string' &&
    typeof names['plural'] === 'string' &&
    Array.isArray(versions) &&
    versions.every(isVersion)
  );
}

function isVersion(value: unknown): value is CrdVersion {
  return (
    isRecord(value) &&
    typeof value['name'] === 'string' &&
    typeof value['served'] === 'boolean' &&
    typeof value['storage'] === 'boolean'
  );
}
