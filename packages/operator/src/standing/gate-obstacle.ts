import { platformType } from '@capstan/convert';
import type { ObjectRef } from '@capstan/kube';
import { mainGate, platformGate } from './feature-gates.ts';
import type { GateStates, Obstacle, StandingFacts } from './standing.ts';

/** The object that holds a cluster's gates. */
export const featureGateRef: ObjectRef = { apiVersion: 'config.openshift.io/v1', kind: 'FeatureGate', name: 'cluster' };

type GateFacts = Pick<StandingFacts, 'gates' | 'overrides' | 'infrastructure'>;

/** What the gates say against acting. A platform's gate that nobody lists follows the main one. */
export function gateObstacle(facts: GateFacts): Obstacle | undefined {
  if (stateOf(facts, mainGate) !== true) return mainObstacle(facts);
  const type = facts.infrastructure === undefined ? undefined : platformType(facts.infrastructure);
  if (type === undefined || stateOf(facts, platformGate(type)) !== false) return undefined;
  return offObstacle(facts, platformGate(type), 'PlatformFeatureGateOff');
}

/** The operator may act by the flag alone: the cluster's own gates say otherwise. */
export function isOverridden(facts: GateFacts): boolean {
  const isHeldBack = (overrides: GateStates) => gateObstacle({ ...facts, overrides }) !== undefined;
  return !isHeldBack(facts.overrides) && isHeldBack(new Map());
}

function stateOf({ gates, overrides }: GateFacts, name: string): boolean | undefined {
  return overrides.get(name) ?? gates?.states.get(name);
}

function mainObstacle(facts: GateFacts): Obstacle {
  const { gates } = facts;
  if (stateOf(facts, mainGate) === false) return offObstacle(facts, mainGate, 'FeatureGateOff');
  const flag = `start the operator with --feature-gates ${mainGate}=true`;
  if (gates === undefined) {
    return {
      reason: 'FeatureGateNotListed',
      message: `this cluster has no FeatureGate "cluster", which would say that ${mainGate} is on`,
      hint: `Where you know that its Machine API pauses what Cluster API controls, ${flag}.`,
    };
  }
  return {
    reason: 'FeatureGateNotListed',
    message: `FeatureGate "cluster" does not list ${mainGate}${forVersion(facts)}, so this version of OpenShift may not have it`,
    hint: `Upgrade to a version that lists it; or, where you know that its Machine API pauses what Cluster API controls, ${flag}.`,
    about: featureGateRef,
  };
}

function offObstacle(facts: GateFacts, name: string, reason: Obstacle['reason']): Obstacle {
  if (facts.overrides.get(name) === false) {
    return {
      reason,
      message: `feature gate ${name} is switched off by --feature-gates`,
      hint: `Take ${name}=false out of the operator's --feature-gates to go by what the cluster says.`,
    };
  }
  const others = [...facts.overrides].filter(([other]) => other !== name).map(([other, isOn]) => `${other}=${isOn}`);
  return {
    reason,
    message: `feature gate ${name} is off in FeatureGate "cluster"${forVersion(facts)}`,
    hint:
      `Turn it on by spec.featureSet of FeatureGate "cluster": a set that has it, or CustomNoUpgrade with ${name} in ` +
      `spec.customNoUpgrade.enabled; neither can be undone, and both end upgrades. Or start the operator with ` +
      `--feature-gates ${[...others, `${name}=true`].join(',')}.`,
    about: featureGateRef,
  };
}

function forVersion({ gates }: GateFacts): string {
  return gates?.version === undefined ? '' : ` for version ${gates.version}`;
}
