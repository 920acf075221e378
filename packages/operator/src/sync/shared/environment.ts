import type { AnyPlatform, Conversion, Converter, Issue } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Decision, Notice } from '../../engine/decision.ts';
import type { Namespaces } from '../../names.ts';

/** What a decision must know besides the pair itself. */
export interface Environment {
  readonly platform: AnyPlatform;
  readonly conversions: Conversions;
  readonly infrastructureName: string;
  readonly namespaces: Namespaces;
  /** False where the schema of Machine API has no `status.synchronizedAPI`; an annotation holds it then. */
  readonly holdsSynchronizedApi: boolean;
  /** The Cluster, which owns what no set owns; undefined while there is none. */
  readonly cluster: KubeObject | undefined;
  /** What is decided about everything while nothing can be converted; what is going goes all the same. */
  readonly obstacle?: Decision<never> | undefined;
  /**
   * The migration controllers run. What is left to say of an object that is about to change hands is theirs: they say it in the
   * same write as what they begin.
   */
  readonly handsOver: boolean;
  /** RFC 3339, with seconds. */
  readonly now: string;
}

/** Conversions of one cluster that remember what they gave: a decision is taken after each write, the inputs stay. */
export interface Conversions extends Pick<Converter, 'same'> {
  toClusterApi(object: KubeObject): Conversion;
  toMachineApi(object: KubeObject, infra: KubeObject): Conversion;
}

/** Makes them. What is forgotten with the objects needs no limit. `onRefused` is told once of what could not be converted. */
export function rememberConversions(
  converter: Converter,
  onRefused: (issues: readonly Issue[]) => void = () => undefined,
): Conversions {
  const told = (conversion: Conversion): Conversion => {
    if (!conversion.ok) onRefused(conversion.issues);
    return conversion;
  };
  const forward = new WeakMap<KubeObject, Conversion>();
  const backward = new WeakMap<KubeObject, WeakMap<KubeObject, Conversion>>();
  return {
    same: converter.same,
    toClusterApi: (object) => remembered(forward, object, () => told(converter.toClusterApi(object))),
    toMachineApi(object, infra) {
      const ofObject = remembered(backward, object, () => new WeakMap<KubeObject, Conversion>());
      return remembered(ofObject, infra, () => told(converter.toMachineApi(object, infra)));
    },
  };
}

function remembered<V>(memory: WeakMap<KubeObject, V>, key: KubeObject, make: () => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}

/** Issues as one sentence each, for a condition or an event: path, what is wrong, what to do. */
export function issuesText(issues: readonly Issue[], severity: Issue['severity']): string {
  return issues
    .filter((issue) => issue.severity === severity)
    .map(({ path, message, hint }) => `${path === '' ? '' : `${path}: `}${message}. ${hint}`)
    .join(' ');
}

/** What a conversion warns of, for whoever describes the object. */
export function conversionNotices(issues: readonly Issue[]): Notice[] {
  const message = issuesText(issues, 'warning');
  return message === '' ? [] : [{ type: 'Warning', reason: 'ConversionWarning', message }];
}
