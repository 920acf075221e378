import { asObject, machineSetStatusToMachineApi } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { finalizers } from '../../names.ts';
import { carriedOf } from '../shared/carried.ts';
import { conversionNotices, issuesText } from '../shared/environment.ts';
import { holdMachineApi } from '../shared/hold-machine-api.ts';
import { type Converted, holdWrite, mirrorWrite } from '../shared/mirror-object.ts';
import { restOf } from '../shared/verdict.ts';
import { failed, type MachineSetDecision, type MachineSetState, reasons, write } from './state.ts';
import { infrastructureRefOf, referredTemplate } from './templates.ts';

/** Cluster API's MachineSet is the source. Its templates are its user's: none is touched. `isLast` as for a Machine. */
export function mirrorToMachineApi(
  state: MachineSetState,
  mapi: KubeObject,
  capi: KubeObject,
  { isLast = false } = {},
): MachineSetDecision {
  const { env } = state;
  const template = referredTemplate(state);
  if (template === undefined) {
    const name = infrastructureRefOf(capi)?.['name'];
    const message = `the ${env.platform.infra.templateKind} ${env.namespaces.clusterApi}/${String(name)}, which the MachineSet refers to, is not there. Restore it, or refer to another.`;
    return failed(reasons.getInfra, message);
  }
  if (env.obstacle !== undefined) return env.obstacle;
  const conversion = env.conversions.toMachineApi(capi, template);
  if (!conversion.ok) return failed(reasons.toMapi, issuesText(conversion.issues, 'error'));
  const [set] = conversion.objects;
  if (set === undefined) throw new Error('a conversion of a MachineSet gives an object');
  const held = holdWrite(capi, isLast ? 'MachineAPI' : 'ClusterAPI');
  if (held !== undefined) return write('capi', held);
  const hold = holdMachineApi(mapi, env, 'ClusterAPI');
  if (hold !== undefined) return write('mapi', hold);

  const notices = conversionNotices(conversion.issues);
  const mirror = mirrorWrite(
    mapi,
    {
      converted: keepingChoices(set, mapi),
      owners: [],
      finalizers: [finalizers.sync],
      labels: {},
      annotations: carriedOf(set),
    },
    (existing, desired) => env.conversions.same.machineApi('MachineSet', existing, desired),
  );
  if (mirror !== undefined) return write('mapi', mirror, { notices });
  const status = machineSetStatusToMachineApi(capi, mapi, { now: env.now });
  const errors = issuesText(status.issues, 'error');
  if (errors !== '') return failed(reasons.toMapi, errors);
  const pair = { kind: 'MachineSet', mapi, capi, source: 'ClusterAPI', authority: 'ClusterAPI' } as const;
  const rest = restOf(env, { ...pair, status: status.status });
  if (rest.kind === 'say') return write('mapi', rest.write);
  return rest.kind === 'release' ? { kind: 'done' } : rest;
}

/** The selector cannot be changed, so the template keeps the labels that it asks for; which API acts is the user's choice. */
function keepingChoices(set: Converted, existing: KubeObject): Converted {
  const spec = asObject(existing['spec']) ?? {};
  const [old, made] = [asObject(spec['template']), asObject(set.spec['template'])];
  const { labels = {} } = asObject(old?.['metadata']) ?? {};
  const { matchLabels, matchExpressions } = asObject(spec['selector']) ?? {};
  const expressions = Array.isArray(matchExpressions) ? matchExpressions : [];
  const asked = [...Object.keys(asObject(matchLabels) ?? {}), ...expressions.map((each) => asObject(each)?.['key'])];
  const kept = Object.fromEntries(Object.entries(asObject(labels) ?? {}).filter(([key]) => asked.includes(key)));
  const metadata = asObject(made?.['metadata']);
  const template = {
    ...made,
    metadata: { ...metadata, labels: { ...asObject(metadata?.['labels']), ...kept } },
    spec: { ...asObject(made?.['spec']), authoritativeAPI: asObject(old?.['spec'])?.['authoritativeAPI'] },
  };
  const { authoritativeAPI, selector } = spec;
  return { ...set, spec: asObject({ ...set.spec, authoritativeAPI, selector, template }) ?? {} };
}
