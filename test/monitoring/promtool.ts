import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { runCommand } from '../../scripts/run-command.ts';
import { readAlerts } from './alerts.ts';

/** An alert that is expected: its labels beside severity and namespace, and what its description says. */
export interface Expected {
  readonly labels?: Readonly<Record<string, string>>;
  readonly description: string;
}

/** Series as promtool writes them, a value a minute, and what an alert makes of them at a minute. */
export interface Case {
  readonly alert: string;
  readonly series: Readonly<Record<string, string>>;
  readonly minute: number;
  readonly fires: readonly Expected[];
}

/** promtool over the rules of deploy/. What it answers is empty where it found nothing wrong. */
export interface Promtool {
  check(): Promise<string>;
  test(tried: Case): Promise<string>;
  /** To be called at the end. */
  close(): Promise<void>;
}

/** Makes one of the binary in a folder. */
export async function openPromtool(binaries: string): Promise<Promtool> {
  const { file, alerts } = await readAlerts();
  const folder = await mkdtemp(join(tmpdir(), 'capstan-rules-'));
  const rules = join(folder, 'rules.yaml');
  await writeFile(rules, stringify(file));
  let count = 0;
  const run = async (args: readonly string[]): Promise<string> => {
    const { code, output } = await runCommand([join(binaries, 'promtool'), ...args], {
      signal: AbortSignal.timeout(60_000),
      capture: true,
    });
    return code === 0 ? '' : output;
  };
  return {
    check: () => run(['check', 'rules', '--lint=all', '--lint-fatal', rules]),
    async test({ alert, series, minute, fires }) {
      const rule = alerts.find(({ name }) => name === alert);
      if (rule === undefined) throw new Error(`there is no alert ${alert}`);
      const expected = fires.map(({ labels, description }) => ({
        exp_labels: { ...rule.labels, ...labels },
        exp_annotations: { ...rule.annotations, description },
      }));
      const path = join(folder, `case-${count++}.yaml`);
      const one = {
        interval: '1m',
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        alert_rule_test: [{ eval_time: `${minute}m`, alertname: alert, exp_alerts: expected }],
      };
      await writeFile(
        path,
        stringify({ rule_files: [rules], evaluation_interval: '1m', tests: [one] }, { lineWidth: 0 }),
      );
      return run(['test', 'rules', path]);
    },
    close: () => rm(folder, { recursive: true }),
  };
}
