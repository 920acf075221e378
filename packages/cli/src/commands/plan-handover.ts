import type { HandoverFact, Plan } from '@capstan/convert';
import type { Colour, Io } from '../io.ts';
import { count, objectName } from '../issue-text.ts';
import type { Source } from '../load.ts';
import { plannedFacts } from './handover-summary.ts';

/** The part of `plan` about machines that run: whether they can change hands, under which conditions, and what is lost. */
export function handoverText(plan: Plan<Source>, { paint }: Pick<Io, 'paint'>): string {
  const { type, handover } = plan.cluster.platform;
  const facts = plannedFacts(plan);
  const title = `Hand-over on ${type}: ${evidence[handover.evidence]}`;
  const lines = [paint('out', 'bold', title)];
  if (!handover.sync.allowed) {
    lines.push(`  ${paint('out', 'red', 'sync stays off:')} ${handover.sync.reason}`);
  }
  for (const { fact, objects } of facts) {
    lines.push(`  ${paint('out', colours[fact.effect], `${fact.effect}:`)} ${fact.message}`);
    lines.push(`    do:   ${fact.hint}`);
    lines.push(`    for:  ${objects === undefined ? ages[fact.of] : named(objects.map(({ identity }) => identity))}`);
  }
  return `${lines.join('\n')}\n`;
}

const evidence = {
  proven: 'running machines change hands as they are',
  unproven: 'not proven end to end, so migration wants that acknowledged',
} as const;

const ages: { readonly [Of in HandoverFact['of']]: string } = {
  running: 'every machine that runs',
  new: 'every new machine',
  both: 'every machine',
};

const colours: { readonly [Effect in HandoverFact['effect']]: Colour } = {
  blocks: 'red',
  needs: 'yellow',
  loses: 'yellow',
};

function named(identities: readonly { readonly kind: string; readonly name: string }[]): string {
  const shown = 5;
  const names = identities.slice(0, shown).map(objectName).join(', ');
  return identities.length <= shown ? names : `${names} and ${count(identities.length - shown, 'other')}`;
}
