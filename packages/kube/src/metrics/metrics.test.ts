import { expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

const lines = async (metrics: ReturnType<typeof createMetrics>) =>
  (await metrics.registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

it('has a controller from zero, so that its first failure is seen as an increase', async () => {
  const metrics = createMetrics();
  metrics.controller('machine-sync', 4);
  expect(await lines(metrics)).toEqual(
    expect.arrayContaining([
      'controller_runtime_reconcile_total{controller="machine-sync",result="error"} 0',
      'controller_runtime_reconcile_errors_total{controller="machine-sync"} 0',
      'controller_runtime_max_concurrent_reconciles{controller="machine-sync"} 4',
    ]),
  );
});

it('counts how looks end: a terminal error is an error as well', async () => {
  const metrics = createMetrics();
  const { reconciled, working, depth } = metrics.controller('c', 1);
  reconciled('success', 0.02);
  reconciled('terminal_error', 0.2);
  working(1);
  depth(() => 7);
  expect(await lines(metrics)).toEqual(
    expect.arrayContaining([
      'controller_runtime_reconcile_total{controller="c",result="success"} 1',
      'controller_runtime_reconcile_total{controller="c",result="terminal_error"} 1',
      'controller_runtime_reconcile_errors_total{controller="c"} 1',
      'controller_runtime_terminal_reconcile_errors_total{controller="c"} 1',
      'controller_runtime_reconcile_time_seconds_count{controller="c"} 2',
      'controller_runtime_active_workers{controller="c"} 1',
      'workqueue_depth{name="c"} 7',
    ]),
  );
});

it('tells of requests, the Lease and watches, and of two processes apart', async () => {
  const metrics = createMetrics();
  metrics.requested('PATCH', 409);
  metrics.requested('GET', '<error>');
  metrics.leading('machine-api-migration-leader', true);
  metrics.watchTrouble('Machine');
  expect(await lines(metrics)).toEqual([
    'rest_client_requests_total{method="PATCH",code="409"} 1',
    'rest_client_requests_total{method="GET",code="<error>"} 1',
    'leader_election_master_status{name="machine-api-migration-leader"} 1',
    'capstan_watch_troubles_total{kind="Machine"} 1',
  ]);
  expect(await lines(createMetrics())).toEqual([]);
});
