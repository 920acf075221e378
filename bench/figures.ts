/** One measured number. `budget` is an upper bound, or with `atLeast` a lower one; a figure without is only told. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly budget?: number;
  readonly atLeast?: boolean;
}

/** Prints figure, value, budget, and whether it holds. A missed budget makes the run fail. */
export function printFigures(figures: readonly Figure[]): void {
  const rows = figures.map((figure) => [
    figure.name,
    amount(figure.value, figure.unit),
    budgetText(figure),
    verdict(figure),
  ]);
  const table = [['FIGURE', 'VALUE', 'BUDGET', 'RESULT'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    );
  if (figures.some((figure) => verdict(figure) === 'MISSED')) process.exitCode = 1;
}

function amount(value: number, unit: string): string {
  if (Number.isInteger(value)) return `${value.toLocaleString('en')} ${unit}`;
  return `${value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)} ${unit}`;
}

function budgetText({ budget, unit, atLeast }: Figure): string {
  return budget === undefined ? '' : `${atLeast ? '>=' : '<='} ${budget} ${unit}`;
}

function verdict({ value, budget, atLeast }: Figure): string {
  if (budget === undefined) return '';
  return (atLeast ? value >= budget : value <= budget) ? 'pass' : 'MISSED';
}

/** The middle of several measurements. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
