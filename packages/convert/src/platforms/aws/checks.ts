import type { JsonObject } from '@capstan/api';
import type { Segment } from '../../mapping/issue.ts';
import { asObject, listAt } from '../../mapping/json.ts';
import { check, conflict } from '../../objects/check.ts';
import type { Check } from '../../objects/platform.ts';

/**
 * What CAPA's webhook or CRD refuses (and AWS would), found before anything is applied. Mirrors the validations of
 * AWSMachine in CAPA's webhooks.
 */
export const awsChecks: readonly Check[] = [
  check('A capacity reservation cannot be used with spot instances.', (spec) => {
    const isSpot = spec['marketType'] === 'Spot' || asObject(spec['spotMarketOptions']) !== undefined;
    return isSpot && spec['capacityReservationId']
      ? conflict(['capacityReservationId'], 'Remove capacityReservationId, or do not ask for spot.')
      : [];
  }),
  check('A capacity block needs its reservation.', (spec) =>
    spec['marketType'] === 'CapacityBlock' && !spec['capacityReservationId']
      ? conflict(['marketType'], 'Set capacityReservationId to the id of the capacity block.')
      : [],
  ),
  check('Spot options contradict a market type other than Spot.', (spec) => {
    const other = spec['marketType'] === 'OnDemand' || spec['marketType'] === 'CapacityBlock';
    return other && asObject(spec['spotMarketOptions']) !== undefined
      ? conflict(['spotMarketOptions'], 'Remove spotMarketOptions, or use marketType: Spot.')
      : [];
  }),
  check('A dedicated host needs tenancy host.', (spec) => {
    const placement = asObject(spec['placement']);
    return asObject(placement?.['host']) !== undefined && placement?.['tenancy'] !== 'host'
      ? conflict(['placement', 'host'], 'Set placement.tenancy: host, or remove placement.host.')
      : [];
  }),
  check('The name of an SSH key is printable ASCII, with no space at either end.', ({ keyName }) =>
    typeof keyName === 'string' && keyName !== '' && !/^[!-~]([ -~]*[!-~])?$/.test(keyName)
      ? [{ code: 'InvalidValue', at: ['keyName'], value: keyName, hint: 'Correct the name of the key.' }]
      : [],
  ),
  check(
    'Tags are letters a to z, digits, spaces and _ . : / = + - @: 128 in the name, which does not begin with aws:, and 256 in the value.',
    (spec) =>
      tagsOf(spec).flatMap(({ name, value }, index) => {
        const field = !isTagName(name) ? 'name' : isTagText(value, 256) ? undefined : 'value';
        if (field === undefined) return [];
        const hint = `Correct the ${field} of the tag, or remove the tag.`;
        const found = field === 'name' ? name : value;
        return [
          { code: 'InvalidValue', at: ['tags', index, field], capiAt: ['additionalTags', name], value: found, hint },
        ];
      }),
  ),
  check('At most 50 tags.', (spec) => {
    const { length } = tagsOf(spec);
    return length > 50 ? [{ code: 'InvalidValue', at: ['tags'], value: length, hint: 'Remove some.' }] : [];
  }),
  volumeCheck(
    'A volume of type io1 or io2 needs iops.',
    'iops',
    'iops',
    ({ volumeType, iops }) => (volumeType !== 'io1' && volumeType !== 'io2') || Boolean(iops),
  ),
  volumeCheck(
    'Only volumes of type gp3 have a throughput.',
    'throughputMib',
    'throughput',
    ({ volumeType, throughputMib }) => !throughputMib || volumeType === 'gp3',
  ),
  volumeCheck(
    'The throughput of a root volume is 125 to 2000 MiB/s.',
    'throughputMib',
    'throughput',
    ({ throughputMib }, isRoot) =>
      !isRoot ||
      typeof throughputMib !== 'number' ||
      throughputMib === 0 ||
      (throughputMib >= 125 && throughputMib <= 2000),
  ),
];

function tagsOf(spec: JsonObject): { name: string; value: string }[] {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return listAt(spec, 'tags').map((tag) => ({
    name: text(asObject(tag)?.['name']),
    value: text(asObject(tag)?.['value']),
  }));
}

/** A tag without a name is refused where tags are converted. */
function isTagName(name: string): boolean {
  return isTagText(name, 128) && !name.startsWith('aws:');
}

function isTagText(text: string, most: number): boolean {
  return text.length <= most && /^[a-zA-Z0-9\s_.:=+\-@/]*$/.test(text);
}

/** A rule over one volume; `field` and `capiField` are where its breach is reported. */
function volumeCheck(
  rule: string,
  field: string,
  capiField: string,
  isFine: (ebs: JsonObject, isRoot: boolean) => boolean,
): Check {
  return check(rule, (spec) => {
    const devices = listAt(spec, 'blockDevices').map(asObject);
    let others = 0;
    return devices.flatMap((device, index) => {
      const ebs = asObject(device?.['ebs']);
      if (ebs === undefined) return [];
      const isRoot = !device?.['deviceName'];
      const place: Segment[] = isRoot ? ['rootVolume'] : ['nonRootVolumes', others++];
      if (isFine(ebs, isRoot)) return [];
      const hint = 'Correct the volume type, or this field.';
      return [
        {
          code: 'Conflict' as const,
          at: ['blockDevices', index, 'ebs', field],
          capiAt: [...place, capiField],
          ...(ebs[field] !== undefined && { value: ebs[field] }),
          hint,
        },
      ];
    });
  });
}
