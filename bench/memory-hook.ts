/** Loaded into a measured process: says on exit, through the file that the environment names, how much memory it took. */
import { writeFileSync } from 'node:fs';

const file = process.env['CAPSTAN_BENCH_MEMORY'];
if (file !== undefined) process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
