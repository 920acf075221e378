import { type AnyPlatform, asObject, handoverOf, isRunning, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { type Authority, annotations } from '../../names.ts';
import { resourceOf } from '../../resource-name.ts';
import { apiName } from '../../sync/shared/course.ts';
import { type Obstacle, standing } from './obstacle.ts';

/** What is to be handed over. */
export interface HandoverSubject {
  /** The object of the API that acts. */
  readonly object: KubeObject;
  /** Its Machine API form. */
  readonly mapi: KubeObject;
  readonly infra: KubeObject | undefined;
  readonly to: Authority;
}

/** What the platform's hand-over facts have against it, whoever asks for it; undefined where nothing. */
export function handoverObstacle(
  platform: AnyPlatform,
  { object, mapi, infra, to }: HandoverSubject,
): Obstacle | undefined {
  const target = to === 'ClusterAPI' ? 'cluster-api' : 'machine-api';
  const acting = asObject(object) ?? {};
  const machine = asObject(infra);
  const { issues } = handoverOf(acting, asObject(mapi) ?? {}, machine, target, platform);
  const [blocked] = issues;
  if (blocked !== undefined) return standing(`${blocked.message}. ${blocked.hint}`);
  // Every provider finds its instance by the id of the machine: without one the new side would make another.
  if (isRunning(acting, machine, platform.infra.tiedBy) && textAt(object, 'spec', 'providerID') === undefined) {
    return standing(
      `the Machine has no spec.providerID, by which ${apiName(to)} would find its instance; without it a second one would be made. Wait until it has one.`,
    );
  }
  if (platform.handover.evidence === 'proven') return undefined;
  if (mapi.metadata.annotations?.[annotations.handoverAcknowledged] === 'unproven') return undefined;
  const { name, namespace } = mapi.metadata;
  return standing(
    `that machines change hands on ${platform.type} is known from the sources of its controllers alone, and nobody has seen it. Read what "capstan plan" says of ${platform.type}; to go on: oc annotate ${resourceOf(mapi)} ${name} -n ${namespace} ${annotations.handoverAcknowledged}=unproven`,
  );
}
