import { startControlPlane } from '@capstan/kube/testing';
import type { TestProject } from 'vitest/node';
import { ensureBinaries } from './build.ts';
import type { SharedControlPlane } from './connect.ts';
import { fillControlPlane } from './fill.ts';

/** Starts the control plane that all tests of the project share, and stops it after them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const binaries = await ensureBinaries();
  const controlPlane = await startControlPlane({ binaries, log: (line) => process.stderr.write(`${line}\n`) });
  try {
    await fillControlPlane(controlPlane, '1.11.5');
  } catch (error) {
    await controlPlane.stop();
    throw error;
  }
  const { url, ca, token, kubeconfigPath } = controlPlane;
  project.provide('controlPlane', { url, ca, token, kubeconfigPath, binaries } satisfies SharedControlPlane);
  return () => controlPlane.stop();
}
