import { isConflict, type KubeClient, type Written } from '@capstan/kube';
import { patchAgainst } from '../engine/against.ts';
import { annotations, machineApiVersion, type Namespaces } from '../names.ts';
import type { Move } from './plan-moves.ts';
import { formatPrior } from './prior.ts';

/** How a change is asked for. */
export interface AskOptions {
  readonly run: string;
  readonly acknowledgesUnproven: boolean;
  /** The API server does all but store it, so that policies speak. */
  readonly dryRun?: boolean;
  readonly signal: AbortSignal;
}

/** Its name in `managedFields`. */
const fieldManager = 'capstan-migrate';

/** A status is written all the time while machines start; more conflicts than this are no accident. */
const mostTries = 10;

/** Another object of the name has taken the place of the one that the plan was made for. */
export class MadeAgain extends Error {
  override readonly name = 'MadeAgain';
}

/**
 * Asks for a move: the wish, the run's id and what it found are one write, so that whoever finds the one finds the others. Made
 * against the object as it is at that moment. Throws `ApiError` where the server refuses, {@link MadeAgain}.
 */
export async function askFor(
  client: KubeClient,
  { machineApi }: Namespaces,
  move: Move,
  { dryRun = false, signal, ...options }: AskOptions,
): Promise<Written> {
  const ref = { apiVersion: machineApiVersion, kind: move.kind, namespace: machineApi, name: move.name };
  for (let tries = 1; ; tries++) {
    const live = await client.get(ref, { signal });
    if (live.metadata.uid !== move.uid) throw new MadeAgain('it was deleted and made again since the plan was made');
    try {
      return await patchAgainst(client, live, movePatch(move, options), { fieldManager, dryRun, signal });
    } catch (error) {
      if (!isConflict(error) || tries >= mostTries) throw error;
    }
  }
}

/** The merge patch that asks for a move. */
function movePatch(
  { authority, template, prior }: Move,
  { run, acknowledgesUnproven }: Pick<AskOptions, 'run' | 'acknowledgesUnproven'>,
): Readonly<Record<string, unknown>> {
  return {
    metadata: {
      annotations: {
        [annotations.migrationRun]: run,
        [annotations.migrationPrior]: formatPrior(prior),
        ...(acknowledgesUnproven && { [annotations.handoverAcknowledged]: 'unproven' }),
      },
    },
    spec: {
      ...(authority !== undefined && { authoritativeAPI: authority }),
      ...(template !== undefined && { template: { spec: { authoritativeAPI: template } } }),
    },
  };
}
