/** `make check`: types, lint, unused code, generated files. Ends with 1 when one of them failed. */
import { checks, runChecks } from './checks.ts';
import { runInterruptible } from './interrupt.ts';

await runInterruptible(async (signal) => ((await runChecks(checks, signal)).failed === 0 ? 0 : 1));
