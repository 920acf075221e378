/**
 * `make run`: plans and converts the example cluster, and says what to try next. Exit code 2 of capstan is expected: the
 * example has MachineSets that cannot be converted, on purpose.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cluster = 'examples/clusters/aws';
const outDir = 'out/aws';

function capstan(...args: string[]): { stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync('bin/capstan', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0 && status !== 2) {
    process.stderr.write(stderr);
    throw new Error(`capstan ${args.join(' ')} ended with ${status}`);
  }
  return { stdout, stderr };
}

console.log(`$ bin/capstan plan -f ${cluster}\n`);
process.stdout.write(capstan('plan', '-f', cluster).stdout);

mkdirSync(`${root}${outDir}`, { recursive: true });
const report = `${outDir}/report.json`;
const { stdout, stderr } = capstan('convert', '-f', cluster, '--target-capi', '1.12', '--report', report);
writeFileSync(`${root}${outDir}/cluster-api.yaml`, stdout);
console.log(
  `\n$ bin/capstan convert -f ${cluster} --target-capi 1.12 --report ${report} > ${outDir}/cluster-api.yaml\n`,
);
// The issues were shown with the plan; the summary at the end says what is new.
process.stdout.write(stderr.split('\n').slice(-5).join('\n'));

console.log(`
The converted objects are in ${outDir}/cluster-api.yaml, the report is ${report}.

Try next:
  bin/capstan explain blockDevices.ebs.kmsKey
  bin/capstan convert -f ${outDir}/cluster-api.yaml --infrastructure ${cluster}/cluster-scoped-resources/config.openshift.io/infrastructures.yaml
  bin/capstan plan -f YOUR-MUST-GATHER`);
