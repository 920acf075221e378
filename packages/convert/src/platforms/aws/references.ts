import type { Problem, Scope } from '../../mapping/issue.ts';
import { compact } from '../../mapping/json.ts';
import type { Codec } from '../../mapping/make-row.ts';

/** An AWS filter. */
interface Filter {
  name?: string | undefined;
  values?: string[] | undefined;
}

/** Machine API's AWSResourceReference. */
export interface ResourceReference {
  id?: string | undefined;
  arn?: string | undefined;
  filters?: Filter[] | undefined;
}

/** Cluster API's AWSResourceReference. */
interface CapaReference {
  id?: string | undefined;
  filters?: Filter[] | undefined;
}

/**
 * A reference by id or by filters. With an id, Machine API looks at nothing else; a reference by ARN alone cannot be said
 * in Cluster API. The id and filters of a Cluster API reference follow the same rule.
 */
function idOrFilters<C>(noun: string): Codec<ResourceReference, CapaReference, C> {
  return {
    rule: 'by id, else by filters; an ARN alone is refused',
    fields: [
      { mapi: 'id', capi: 'id', outcome: 'mapped', rule: 'the same value' },
      {
        mapi: 'filters',
        capi: 'filters',
        outcome: 'mapped',
        rule: 'the same value; without effect, and carried, beside an id',
        whole: true,
      },
      { mapi: 'arn', outcome: 'refused', rule: 'refused; without effect, and carried, beside an id' },
    ],
    samples: {
      mapi: [{ id: 'x-0123456789abcdef0' }, { filters: [{ name: 'tag:Name', values: ['a', 'b'] }] }],
      capi: [{ id: 'x-0123456789abcdef0' }, { filters: [{ name: 'tag:Name', values: ['a', 'b'] }] }],
    },
    toCapi(found, scope) {
      if (found === undefined) return undefined;
      const { id, arn, filters } = found;
      if (id) {
        warnUnused(found, noun, scope);
        return { id };
      }
      if (arn) {
        scope.at('arn').report(arnOnly(noun, arn));
        return undefined;
      }
      return filters === undefined || filters.length === 0 ? undefined : { filters: withValues(filters) };
    },
    toMapi(found) {
      if (found === undefined) return undefined;
      if (found.id) return { id: found.id };
      return found.filters === undefined || found.filters.length === 0 ? undefined : { filters: found.filters };
    },
  };
}

/** As `idOrFilters`, where saying nothing is refused; `why` tells what each side would do then. */
export function requiredIdOrFilters<C>(noun: string, why: string): Codec<ResourceReference, CapaReference, C> {
  const codec = idOrFilters<C>(noun);
  const required: Problem = {
    code: 'Required',
    message: `no ${noun} is named; ${why}`,
    hint: `Name the ${noun} by id or filters.`,
  };
  return {
    ...codec,
    samples: { ...codec.samples, required: true },
    toCapi(found, scope) {
      const target = codec.toCapi(found, scope);
      if (target === undefined && !found?.arn) scope.report(required);
      return target;
    },
    toMapi(found, scope) {
      const target = codec.toMapi(found, scope);
      if (target === undefined) scope.report(required);
      return target;
    },
  };
}

/** A reference that Cluster API holds as an id and nothing else: the AMI. Machine API must have it. */
export function idOnly<C>(noun: string, remedy: string): Codec<ResourceReference, string, C> {
  return {
    rule: 'by id; by ARN or filters alone is refused',
    fields: [
      { mapi: 'id', outcome: 'mapped', rule: 'the same value' },
      { mapi: 'arn', outcome: 'refused', rule: 'refused; without effect, and carried, beside an id', hint: remedy },
      {
        mapi: 'filters',
        outcome: 'refused',
        rule: 'refused; without effect, and carried, beside an id',
        hint: remedy,
        whole: true,
      },
    ],
    samples: {
      mapi: [
        { id: 'ami-0c8d5f2b9a6e4d371' },
        { id: 'ami-0c8d5f2b9a6e4d371', arn: 'arn:aws:ec2:us-east-1::image/ami-1' },
      ],
      capi: ['ami-0c8d5f2b9a6e4d371'],
      required: true,
    },
    toCapi(found, scope) {
      if (found?.id) {
        warnUnused(found, noun, scope);
        return found.id;
      }
      for (const way of ['arn', 'filters'] as const) {
        const value = found?.[way];
        if (value === undefined || value.length === 0) continue;
        scope.at(way).report({
          code: 'NotSupported',
          value,
          message: `Cluster API cannot look an ${noun} up by ${way === 'arn' ? 'ARN' : 'filters'}; it needs the id`,
          hint: remedy,
        });
      }
      if (!found?.arn && !found?.filters?.length)
        scope.report({ code: 'Required', message: `no ${noun} is named`, hint: remedy });
      return undefined;
    },
    toMapi(found, scope) {
      if (found) return { id: found };
      scope.report({ code: 'Required', message: `Machine API needs the id of the ${noun}`, hint: remedy });
      return undefined;
    },
  };
}

/**
 * An instance profile, which Cluster API names by a string. Machine API's actuator reads the id alone, so an ARN or
 * filters beside it have no effect, and without it mean something that the user will not expect: refused.
 */
export function instanceProfile<C>(): Codec<ResourceReference, string, C> {
  return {
    rule: "the profile's name; by ARN or filters alone is refused",
    fields: [
      { mapi: 'id', outcome: 'mapped', rule: 'the same value' },
      { mapi: 'arn', outcome: 'refused', rule: 'refused; without effect, and carried, beside an id' },
      { mapi: 'filters', outcome: 'refused', rule: 'refused; without effect, and carried, beside an id', whole: true },
    ],
    samples: { mapi: [{ id: 'worker-profile' }], capi: ['worker-profile'] },
    toCapi(found, scope) {
      if (found?.id) {
        warnUnused(found, 'instance profile', scope);
        return found.id;
      }
      if (found?.arn) {
        const name = /:instance-profile\/(?:.*\/)?([^/]+)$/.exec(found.arn)?.[1];
        scope.at('arn').report({
          code: 'NotSupported',
          value: found.arn,
          message: 'Cluster API names an instance profile by its name; Machine API itself ignores this ARN',
          hint:
            name === undefined ? 'Give the name as iamInstanceProfile.id.' : `Write iamInstanceProfile.id: ${name}.`,
        });
      } else if (found?.filters?.length) {
        scope.at('filters').report({
          code: 'NotSupported',
          value: found.filters,
          message: 'Cluster API names an instance profile by its name; Machine API itself ignores these filters',
          hint: 'Give the name as iamInstanceProfile.id.',
        });
      }
      return undefined;
    },
    toMapi: (found) => (found ? { id: found } : undefined),
  };
}

/** A KMS key: Machine API takes the first of id and ARN that is not empty; Cluster API has one string for both. */
export function kmsKey<C>(): Codec<ResourceReference, string, C> {
  return {
    rule: 'the id, else the ARN; filters alone are refused',
    fields: [
      { mapi: 'id', outcome: 'mapped', rule: 'a value that does not begin with `arn:`' },
      { mapi: 'arn', outcome: 'mapped', rule: 'a value that begins with `arn:`' },
      {
        mapi: 'filters',
        outcome: 'refused',
        rule: 'refused; without effect, and carried, beside an id or ARN',
        whole: true,
      },
    ],
    samples: {
      mapi: [{ id: 'key-1' }, { arn: 'arn:aws:kms:us-east-1:1:key/a' }],
      capi: ['key-1', 'arn:aws:kms:us-east-1:1:key/a'],
    },
    toCapi(found, scope) {
      const named = found?.id || found?.arn;
      if (named) return named;
      if (found?.filters?.length) {
        scope.at('filters').report({
          code: 'NotSupported',
          value: found.filters,
          message: 'Cluster API cannot look a key up by filters',
          hint: 'Give the id or the ARN of the key.',
        });
      }
      return undefined;
    },
    toMapi(found) {
      if (!found) return undefined;
      return found.startsWith('arn:') ? { arn: found } : { id: found };
    },
  };
}

function warnUnused<C>(found: ResourceReference, noun: string, scope: Scope<C>): void {
  for (const way of ['arn', 'filters'] as const) {
    const value = found[way];
    if (value === undefined || value.length === 0) continue;
    scope.at(way).report({
      code: 'DroppedWithoutEffect',
      severity: 'warning',
      value,
      message: `has no effect: the ${noun} is named by its id, and Machine API looks at nothing else`,
      hint: 'Remove it.',
    });
  }
}

function arnOnly(noun: string, arn: string): Problem {
  return {
    code: 'NotSupported',
    value: arn,
    message: `Cluster API finds a ${noun} by id or filters, not by ARN`,
    hint: `Name the ${noun} by its id.`,
  };
}

/** Cluster API's CRD wants `values`, be it empty. */
function withValues(filters: readonly Filter[]): Filter[] {
  return filters.map((filter) => compact({ ...filter, values: filter.values ?? [] }) ?? {});
}
