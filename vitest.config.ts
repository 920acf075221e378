import { defineConfig } from 'vitest/config';

/**
 * Two projects: `unit` is pure and quick; `api-server` shares one real etcd and kube-apiserver, which its global set-up
 * builds on first use (minutes) and starts (seconds).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/**/*.test.ts', 'scripts/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.api-server.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'api-server',
          include: ['packages/**/*.api-server.test.ts', 'test/**/*.api-server.test.ts'],
          globalSetup: ['test/control-plane/global.setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
