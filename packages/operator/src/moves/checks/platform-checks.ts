import { asObject, handoverOf } from '@capstan/convert';
import { annotations } from '../../names.ts';
import { fullName } from '../object-name.ts';
import { secretsOf } from '../secrets.ts';
import { alike, type Check, type Judged } from './finding.ts';

/** Facts that another check looks at itself, object by object: `phase` wants a provider id. */
const seenTo: ReadonlySet<string> = new Set(['instance-id-known', 'provider-id-known']);

/** What is known of handing over on this platform. */
export const handoverCheck: Check = {
  name: 'hand-over',
  title: 'what is known of handing machines over on this platform',
  look({ facts: { platform }, movers, target }) {
    if (platform === undefined) return [];
    const { sync } = platform.handover;
    if (!sync.allowed) {
      return [{ severity: 'error', objects: [], message: sync.reason, hint: 'Nothing moves on this platform.' }];
    }
    const found = movers.flatMap(({ object, infra, name }) => {
      const json = asObject(object) ?? {};
      const { findings } = handoverOf(json, json, asObject(infra), target, platform);
      return findings
        .filter(({ fact }) => !seenTo.has(fact.name))
        .map(({ fact }) => ({
          object: fullName(name),
          severity: fact.effect === 'blocks' ? ('error' as const) : ('warning' as const),
          message: `${fact.effect === 'blocks' ? 'it cannot change hands' : fact.effect}: ${fact.message}`,
          hint: fact.hint,
        }));
    });
    return alike(found);
  },
};

/** Platforms that nobody has proven want a user who knows it. */
export const evidenceCheck: Check = {
  name: 'evidence',
  title: 'handing over is proven on this platform, or that it is not has been acknowledged',
  look({ facts: { platform }, movers, acknowledgesUnproven }) {
    if (platform?.handover.evidence !== 'unproven' || acknowledgesUnproven) return [];
    const open = movers.filter(
      ({ object }) => object.metadata.annotations?.[annotations.handoverAcknowledged] !== 'unproven',
    );
    if (open.length === 0) return [];
    return [
      {
        severity: 'error',
        objects: open.map(({ name }) => fullName(name)),
        message: `on ${platform.type} nobody has proven end to end that running machines change hands as they are`,
        hint: 'Try it with one machine that you can lose, then give --acknowledge-unproven.',
      },
    ];
  },
};

/** Secrets by which the new side makes machines, or deletes them. */
export const secretsCheck: Check = {
  name: 'secrets',
  title: 'the secrets that the new side reads are there',
  look({ facts, movers, target }: Judged) {
    const { platform, namespaces, secrets } = facts;
    if (platform === undefined) return [];
    const found = movers.flatMap(({ object, name }) =>
      secretsOf(object, { platform, namespaces, target }).flatMap((secret) => {
        const state = secrets.get(`${secret.namespace}/${secret.name}`);
        if (state === 'there' || state === undefined) return [];
        const isMissing = state === 'missing';
        // A machine that runs has booted.
        const isNeeded = isMissing && (name.kind === 'MachineSet' || secret.use === 'credentials');
        return [
          {
            object: fullName(name),
            severity: isNeeded ? ('error' as const) : ('warning' as const),
            message: `secret ${secret.namespace}/${secret.name} with ${secret.use === 'credentials' ? 'credentials for the platform' : 'user data for new machines'} ${isMissing ? 'is missing' : 'could not be looked for: you may not read it'}`,
            hint: isMissing
              ? secret.use === 'credentials'
                ? 'Make it, or name another in the provider spec.'
                : `Make it: its data is that of the secret of this name on the other side${target === 'cluster-api' ? ' (userData becomes value, and format is ignition)' : ''}.`
              : `See whether it is there: oc get secrets -n ${secret.namespace} ${secret.name}`,
          },
        ];
      }),
    );
    return alike(found);
  },
};
