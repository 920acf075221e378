import { elementsAt, parseXml, textAt, type XmlElement } from './xml.ts';

/** An instance as EC2 describes it. */
export interface Ec2Instance {
  readonly id: string;
  readonly state: string;
  readonly zone: string;
  readonly address: string;
  /** In the DNS of its network. */
  readonly hostname: string;
  /** Its tag `Name`. */
  readonly name: string;
  readonly launched: string;
  readonly securityGroups: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What is asked of an instance that is to run. */
export interface Ec2Launch {
  readonly image: string;
  readonly type: string;
  readonly zone: string;
  readonly subnet: string;
  readonly securityGroups: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Network ids that instances need. */
export interface Ec2Network {
  readonly vpc: string;
  readonly subnet: string;
  readonly securityGroup: string;
}

/** EC2, as one caller. */
export type Ec2 = ReturnType<typeof createEc2>;

/** A client of EC2's query API, with as much of it as the tests need. Its requests aren't signed: moto doesn't look. */
export function createEc2({
  url,
  accessKey,
  region = 'us-east-1',
}: {
  url: string;
  accessKey: string;
  region?: string;
}) {
  const call = async (action: string, parameters: Readonly<Record<string, string>>): Promise<XmlElement> => {
    const scope = `${accessKey}/20260101/${region}/ec2/aws4_request`;
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
      body: new URLSearchParams({ Action: action, Version: '2016-11-15', ...parameters }),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`EC2 refuses ${action}: status ${response.status}: ${answer}`);
    return parseXml(answer);
  };
  const describe = async (parameters: Readonly<Record<string, string>>): Promise<Ec2Instance[]> => {
    const answer = await call('DescribeInstances', parameters);
    return elementsAt(answer, 'reservationSet', 'item', 'instancesSet', 'item').map(instanceOf);
  };
  return {
    /** All that there are, the terminated ones too, by id. */
    instances: async () => (await describe({})).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    /** One by its id; undefined where there is none. */
    instance: async (id: string): Promise<Ec2Instance | undefined> =>
      (await describe({ 'Filter.1.Name': 'instance-id', 'Filter.1.Value.1': id }))[0],
    async run({ image, type, zone, subnet, securityGroups, tags }: Ec2Launch): Promise<Ec2Instance> {
      const answer = await call('RunInstances', {
        ...{ ImageId: image, InstanceType: type, SubnetId: subnet, MinCount: '1', MaxCount: '1' },
        'Placement.AvailabilityZone': zone,
        ...numbered(securityGroups, (at, id) => ({ [`SecurityGroupId.${at}`]: id })),
        ...tagged('instance', tags),
      });
      const [made] = elementsAt(answer, 'instancesSet', 'item');
      if (made === undefined) throw new Error('EC2 runs no instance and does not say why');
      return instanceOf(made);
    },
    terminate: async (id: string): Promise<void> => {
      await call('TerminateInstances', { 'InstanceId.1': id });
    },
    /** A VPC with one subnet and one security group, as an installer makes them for a cluster. */
    async makeNetwork(infrastructureName: string, zone = `${region}a`): Promise<Ec2Network> {
      const tags = { [`kubernetes.io/cluster/${infrastructureName}`]: 'owned' };
      const named = (suffix: string) => ({ ...tags, Name: `${infrastructureName}-${suffix}` });
      const made = await call('CreateVpc', { CidrBlock: '10.0.0.0/16', ...tagged('vpc', named('vpc')) });
      const vpc = textAt(made, 'vpc', 'vpcId');
      // What the names of its machines end in. Without options of its own CAPA can't find that out and says so all the time.
      const option = { 'DhcpConfiguration.1.Key': 'domain-name', 'DhcpConfiguration.1.Value.1': 'ec2.internal' };
      const options = textAt(await call('CreateDhcpOptions', option), 'dhcpOptions', 'dhcpOptionsId');
      await call('AssociateDhcpOptions', { DhcpOptionsId: options, VpcId: vpc });
      await call('ModifyVpcAttribute', { VpcId: vpc, 'EnableDnsHostnames.Value': 'true' });
      const inVpc = { VpcId: vpc, CidrBlock: '10.0.0.0/18', AvailabilityZone: zone };
      const subnet = await call('CreateSubnet', { ...inVpc, ...tagged('subnet', named(`subnet-private-${zone}`)) });
      const group = { VpcId: vpc, GroupName: `${infrastructureName}-node`, GroupDescription: 'worker nodes' };
      const node = await call('CreateSecurityGroup', { ...group, ...tagged('security-group', named('node')) });
      return { vpc, subnet: textAt(subnet, 'subnet', 'subnetId'), securityGroup: textAt(node, 'groupId') };
    },
  };
}

function instanceOf(item: XmlElement): Ec2Instance {
  const pairs = elementsAt(item, 'tagSet', 'item').map((tag) => [textAt(tag, 'key'), textAt(tag, 'value')]);
  const tags: Record<string, string> = Object.fromEntries(pairs);
  return {
    id: textAt(item, 'instanceId'),
    state: textAt(item, 'instanceState', 'name'),
    zone: textAt(item, 'placement', 'availabilityZone'),
    address: textAt(item, 'privateIpAddress'),
    hostname: textAt(item, 'privateDnsName'),
    name: tags['Name'] ?? '',
    launched: textAt(item, 'launchTime'),
    securityGroups: elementsAt(item, 'groupSet', 'item').map((group) => textAt(group, 'groupId')),
    tags,
  };
}

function tagged(resource: string, tags: Readonly<Record<string, string>>): Record<string, string> {
  const parameter = 'TagSpecification.1';
  return {
    [`${parameter}.ResourceType`]: resource,
    ...numbered(Object.entries(tags), (at, [key, value]) => ({
      [`${parameter}.Tag.${at}.Key`]: key,
      [`${parameter}.Tag.${at}.Value`]: value,
    })),
  };
}

function numbered<T>(list: readonly T[], parameters: (at: number, each: T) => Record<string, string>) {
  return Object.assign({}, ...list.map((each, index) => parameters(index + 1, each)));
}
