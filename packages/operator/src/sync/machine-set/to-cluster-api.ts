import { asObject, machineSetStatusToClusterApi } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { type Authority, annotations, finalizers } from '../../names.ts';
import { carriedOf } from '../shared/carried.ts';
import { conversionNotices, issuesText } from '../shared/environment.ts';
import { holdMachineApi } from '../shared/hold-machine-api.ts';
import {
  authorityMarks,
  type Converted,
  clusterOwner,
  mirrorLabels,
  mirrorWrite,
  recordOfSource,
  statusWrite,
} from '../shared/mirror-object.ts';
import { isPaused, markerOf } from '../shared/object.ts';
import { restOf, stillWith, unpauseWrite } from '../shared/verdict.ts';
import { failed, type MachineSetDecision, type MachineSetState, reasons, wait, write } from './state.ts';
import { ensureTemplate, retireTemplates, templateNameFor } from './templates.ts';

/**
 * Machine API's MachineSet is the source. A new pair is a paused set, then its template, which it owns; on a change the new
 * template comes first, and the old one goes last. With `authority` ClusterAPI this is the first time, and the set is un-paused
 * when all is there.
 */
export function mirrorToClusterApi(state: MachineSetState, mapi: KubeObject, authority: Authority): MachineSetDecision {
  const { env, capi } = state;
  if (env.obstacle !== undefined) return env.obstacle;
  const conversion = env.conversions.toClusterApi(mapi);
  if (!conversion.ok) return failed(reasons.toCapi, issuesText(conversion.issues, 'error'));
  const [template, set] = conversion.objects;
  if (template === undefined || set === undefined) throw new Error('a conversion of a MachineSet gives two objects');
  const taken = takenByOther(capi);
  if (taken !== undefined) return taken;
  const owners = clusterOwner(env);
  if (owners.length === 0) return wait(`the Cluster ${env.infrastructureName}, which is to own the mirror`);
  const hold = holdMachineApi(mapi, env, authority, () => recordOfSource(env.conversions, set, template));
  if (hold !== undefined) return write('mapi', hold);

  const templateName = templateNameFor(state, template);
  const notices = conversionNotices(conversion.issues);
  const setWrite = mirrorWrite(
    capi,
    {
      converted: withTemplate(set, templateName),
      owners,
      finalizers: [finalizers.sync],
      labels: mirrorLabels(),
      annotations: { ...authorityMarks(capi, 'MachineAPI', true), ...carriedOf(set) },
    },
    (existing, desired) => env.conversions.same.clusterApi('MachineSet', existing, desired),
  );
  if (capi === undefined) {
    if (setWrite === undefined) throw new Error('a set that is missing is made');
    return write('capi', setWrite, { notices });
  }
  const made = ensureTemplate(state, template, templateName, capi);
  if (made !== undefined) return made;
  // One that was let go is stopped again only where it must not act, whatever a cache remembers.
  const checks = markerOf(capi) === 'ClusterAPI' ? stillWith(mapi, 'MachineAPI') : [];
  if (setWrite !== undefined) return write('capi', setWrite, { checks, notices });
  const retired = retireTemplates(state, capi, templateName);
  if (retired !== undefined) return retired;

  const status = machineSetStatusToClusterApi(mapi, capi, { now: env.now });
  const errors = issuesText(status.issues, 'error');
  if (errors !== '') return failed(reasons.toCapi, errors);
  const said = statusWrite(capi, status.status);
  if (said !== undefined) return write('capi', said);
  const rest = restOf(env, { kind: 'MachineSet', mapi, capi, source: 'MachineAPI', authority });
  if (rest.kind === 'say') return write('mapi', rest.write);
  if (rest.kind !== 'release') return rest;
  const release = unpauseWrite(capi);
  return release === undefined ? { kind: 'done' } : write('capi', release, { checks: stillWith(mapi, 'ClusterAPI') });
}

/** The set with the name of the template that there is: the in-tree controller's has another, and is as good. */
function withTemplate(set: Converted, name: string): Converted {
  const template = asObject(set.spec['template']) ?? {};
  const machine = asObject(template['spec']) ?? {};
  const infrastructureRef = { ...asObject(machine['infrastructureRef']), name };
  return { ...set, spec: { ...set.spec, template: { ...template, spec: { ...machine, infrastructureRef } } } };
}

/** A MachineSet that runs in Cluster API by itself: to pause it and to write over it would leave its machines to nobody. */
function takenByOther(capi: KubeObject | undefined): MachineSetDecision | undefined {
  if (capi === undefined || isPaused(capi) || markerOf(capi) !== undefined) return undefined;
  const { namespace, name } = capi.metadata;
  return failed(
    reasons.updateCapi,
    `there is a Cluster API MachineSet ${namespace}/${name} that is not a mirror of this one: it is not paused, so it acts on machines of its own. Set spec.authoritativeAPI of a new MachineSet to ClusterAPI to have it adopted, or pause it (annotation ${annotations.paused}) if it is to be replaced.`,
  );
}
