import type { JsonObject } from '@capstan/api';
import { asObject, textAt } from '@capstan/convert';
import {
  type AdmissionRequest,
  askerOf,
  asServed,
  judge,
  type Ruling,
  requestOf,
  scaleRequest,
} from '@capstan/operator/offline';
import { type ExitCode, exitCodes, Failure } from '../failure.ts';
import type { InputObject } from '../input/problem.ts';
import { readInputs } from '../input/read-inputs.ts';
import type { Io } from '../io.ts';
import { printProblem } from '../load.ts';
import { loadPolicies } from '../load-policies.ts';
import type { PoliciesFlags } from './policies.ts';
import { type Judged, judgedText } from './policies-test-text.ts';

/** `capstan policies test`: which policy would refuse what, and why; nothing is sent anywhere. */
export async function testPolicies(flags: PoliciesFlags, io: Io): Promise<ExitCode> {
  const { filename = [], old = [], cluster = [] } = flags;
  if (filename.length === 0) {
    throw new Failure('nothing to test: no object was given', 'Use -f FILE, and --old FILE for what there is before.');
  }
  const bundles = await loadPolicies(flags, io);
  const [subjects, before, others] = await Promise.all([filename, old, cluster].map((paths) => read(paths, flags, io)));
  if (subjects === undefined || before === undefined || others === undefined) throw new Error('three were asked for');
  if (subjects.objects.length === 0 && subjects.isSound)
    throw new Failure('there is no object in -f', 'Check the files.');
  const user = askerOf(flags.as, [
    ...(flags.asGroup ?? []),
    ...(flags.as === 'system:admin' ? ['system:masters'] : []),
  ]);
  const around = surroundings([...others.objects, ...before.objects, ...subjects.objects]);
  const requests = subjects.objects.map(({ file, line, value }) => {
    const there = before.objects.find((each) => keyOf(each.value) === keyOf(value))?.value;
    const request = requestFor(value, there, user, flags);
    // What is made is not its own parameter, nor is it there twice.
    return { file, line, request, rulings: judge(bundles, request, around) };
  });
  const judged = requests.map(({ rulings, ...rest }): Judged => ({ ...rest, verdict: verdictOf(rulings), rulings }));
  await io.out.write(
    flags.output === 'json'
      ? `${JSON.stringify(report(judged, flags.as), undefined, 2)}\n`
      : judgedText(judged, flags.as, io.paint),
  );
  const isSound = [subjects, before, others].every((each) => each.isSound);
  if (!isSound || judged.some(({ verdict }) => verdict === 'unknown')) return exitCodes.failure;
  return judged.some(({ verdict }) => verdict === 'refused') ? exitCodes.blocked : exitCodes.done;
}

function requestFor(
  value: JsonObject,
  there: JsonObject | undefined,
  user: AdmissionRequest['user'],
  { delete: isDeleted, scale }: PoliciesFlags,
): AdmissionRequest {
  if (isDeleted) return requestOf({ object: undefined, oldObject: value, user });
  if (scale !== undefined) return scaleRequest(value, scale, user);
  return requestOf({ object: asServed(value, there), oldObject: there, user });
}

/** Objects with the namespaces that they would be put into, where they name none; and whether all could be read. */
async function read(paths: readonly string[], flags: PoliciesFlags, io: Io) {
  const { objects, problems } = await readInputs(paths, { stdin: io.stdin, signal: io.signal });
  for (const problem of problems) await printProblem(problem, io);
  return {
    objects: objects.map((object): InputObject => ({ ...object, value: inNamespace(object.value, flags) })),
    isSound: !problems.some(({ severity }) => severity === 'error'),
  };
}

function inNamespace(value: JsonObject, { machineApiNamespace, clusterApiNamespace }: PoliciesFlags): JsonObject {
  if (textAt(value, 'metadata', 'namespace') !== undefined) return value;
  const group = (textAt(value, 'apiVersion') ?? '').split('/')[0] ?? '';
  const isMachineApi = group === 'machine.openshift.io';
  if (!isMachineApi && !/(?:^|\.)cluster\.x-k8s\.io$/.test(group)) return value;
  const namespace = isMachineApi ? machineApiNamespace : clusterApiNamespace;
  return { ...value, metadata: { ...asObject(value['metadata']), namespace } };
}

/** What there is, each once; what comes first counts. */
function surroundings(objects: readonly InputObject[]): JsonObject[] {
  const found = new Map<string, JsonObject>();
  for (const { value } of objects) if (!found.has(keyOf(value))) found.set(keyOf(value), value);
  return [...found.values()];
}

function keyOf(value: JsonObject): string {
  const [group] = (textAt(value, 'apiVersion') ?? '').split('/');
  return [group, textAt(value, 'kind'), textAt(value, 'metadata', 'namespace'), textAt(value, 'metadata', 'name')].join(
    ' ',
  );
}

/** What becomes of a request: the worst of what is said to it. */
function verdictOf(rulings: readonly Ruling[]): Judged['verdict'] {
  const has = (effect: Ruling['effect']) => rulings.some((each) => each.effect === effect);
  return has('refused') ? 'refused' : has('unknown') ? 'unknown' : has('warned') ? 'warned' : 'allowed';
}

function report(judged: readonly Judged[], user: string) {
  return {
    version: 1,
    user,
    requests: judged.map(({ file, line, request, verdict, rulings }) => {
      const { operation, group, version, kind, subresource, namespace, name } = request;
      const apiVersion = group === '' ? version : `${group}/${version}`;
      return {
        file,
        line,
        operation,
        ...(subresource !== '' && { subresource }),
        object: { apiVersion, kind, namespace, name },
        verdict,
        rulings,
      };
    }),
  };
}
